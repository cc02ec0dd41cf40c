% One number for each block, the last ones filled up with zeros.
function out = blkproc(in, sides, func)
  [rows, columns] = deal(ceil(size(in, 1) / sides(1)), ceil(size(in, 2) / sides(2)));
  filled = zeros(rows * sides(1), columns * sides(2));
  filled(1:size(in, 1), 1:size(in, 2)) = in;
  out = zeros(rows, columns);
  for c = 1:columns
    for r = 1:rows
      out(r, c) = func(filled((r - 1) * sides(1) + (1:sides(1)), (c - 1) * sides(2) + (1:sides(2))));
    end
  end
end
