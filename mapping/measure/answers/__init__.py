"""What businesses say of themselves: shares of free answers, drawn towards the region's."""
