% The two filters the toolbox asks for, under the names it uses.
function h = fspecial(name, varargin)
  if strncmp(name, 'gauss', 5)
    [sides, sigma] = deal(varargin{1}, varargin{2});
    if numel(sides) == 1, sides = [sides sides]; end
    [x, y] = meshgrid(-(sides(2) - 1) / 2:(sides(2) - 1) / 2, -(sides(1) - 1) / 2:(sides(1) - 1) / 2);
    h = exp(-(x .^ 2 + y .^ 2) / (2 * sigma ^ 2));
    h = h / sum(h(:));
  elseif strcmp(name, 'average')
    sides = varargin{1};
    if numel(sides) == 1, sides = [sides sides]; end
    h = ones(sides) / prod(sides);
  else
    error('no such filter here: %s', name);
  end
end
