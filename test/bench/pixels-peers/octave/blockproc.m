% Blocks as `block.data`, the last ones cut off at the edge; the function gives one value, or one for each plane.
function out = blockproc(in, sides, func)
  [rows, columns] = deal(ceil(size(in, 1) / sides(1)), ceil(size(in, 2) / sides(2)));
  out = [];
  for c = 1:columns
    x = (c - 1) * sides(2) + 1:min(c * sides(2), size(in, 2));
    for r = 1:rows
      y = (r - 1) * sides(1) + 1:min(r * sides(1), size(in, 1));
      block.data = in(y, x, :);
      value = func(block);
      if isempty(out), out = zeros(rows, columns, numel(value)); end
      out(r, c, :) = value(:);
    end
  end
end
