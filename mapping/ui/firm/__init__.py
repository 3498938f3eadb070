"""The page of firmness: intervals, reasons, causes, areas."""
