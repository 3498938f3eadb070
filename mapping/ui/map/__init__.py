"""The map page: what is shown, in which classes, filtered how; map, table and chart linked."""
