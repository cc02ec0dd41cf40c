% The matrix of the 2-D DCT of n x n blocks, taken column by column. The toolbox's own relies on a form of meshgrid that
% Octave lacks.
function m = bdctmtx(n)
  [column, row] = meshgrid(0:n - 1);
  one = sqrt(2 / n) * cos(pi * (2 * column + 1) .* row / (2 * n));
  one(1, :) = one(1, :) / sqrt(2);
  m = kron(one, one);
end
