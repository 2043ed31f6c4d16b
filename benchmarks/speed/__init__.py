"""How fast kullback is: each path against each peer, the same arrays, threads and run.

python -m benchmarks.speed
"""
