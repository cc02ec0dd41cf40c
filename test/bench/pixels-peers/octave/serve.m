% Runs methods of the MKLab toolbox, one request a line on the standard input, one answer a line.
%
%   octave-cli serve.m TOOLBOX      TOOLBOX: the folder `matlab_toolbox`, jpeg_read built in Util/jpegtbx_1.4
%
% A request is METHOD <tab> FILE <tab> FILE FOR THE MAP; the answer JSON with the processor time.
1;

function reply(line)
  fprintf(stdout, '%s\n', line);
  fflush(stdout);
end

here = fileparts(mfilename('fullpath'));
toolbox = argv(){1};
warning('off', 'all');
try
  pkg load image
  pkg load signal
catch
  % without the package manager their folders are on the path
end
addpath(fullfile(toolbox, 'Util'), fullfile(toolbox, 'Util', 'jpegtbx_1.4'));
while true
  line = fgetl(stdin);
  if ! ischar(line), break; end
  % Reading a line waits for the first character of the next: requests end in an empty one.
  if isempty(line), continue; end
  request = strsplit(line, "\t");
  folder = fullfile(toolbox, 'Algorithms', request{1});
  addpath(folder);
  addpath(here);
  try
    begun = cputime;
    evalc('map = analyze(request{2});');
    seconds = cputime - begun;
    if iscell(map), map = cellfun(@double, map, 'UniformOutput', false); map = vertcat(map{:}); end
    map = double(map);
    values = map(isfinite(map));
    file = fopen(request{3}, 'w');
    fwrite(file, map', 'float32');
    fclose(file);
    reply(sprintf('{"seconds":%.4f,"height":%d,"width":%d,"facts":{"mean":%.6f,"min":%.6f,"max":%.6f}}', ...
      seconds, size(map, 1), size(map, 2), mean(values), min(values), max(values)));
  catch failure
    reply(sprintf('{"error":"%s"}', regexprep(failure.message, '[^ -!#-\[\]-~]', ' ')));
  end
  rmpath(folder);
end
