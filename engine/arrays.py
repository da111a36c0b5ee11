"""Array types, named by kind and bytes: ``F8`` holds float64. Shapes are in the docstrings."""

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
F4 = NDArray[np.float32]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
I2 = NDArray[np.int16]
U1 = NDArray[np.uint8]
U8 = NDArray[np.uint64]
Bool = NDArray[np.bool_]
Text = NDArray[np.str_]
