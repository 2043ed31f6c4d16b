"""Fused kernels: answers for large NumPy arrays in one sweep, at the speed of memory.

`table.KERNELS` lists them. Each answers what a definition in `quantities` defines, to the digits
that it promises, row by row; a row it cannot vouch for is left to the definition. The loops are in
`numba`, which is imported by the first call that needs it. Without Numba the definitions answer
everything.
"""
