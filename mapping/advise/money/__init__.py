"""What a line costs, earns and can repay."""
