"""How fast `kullback.losses.torch` trains beside PyTorch, on the processor, and in what memory."""
