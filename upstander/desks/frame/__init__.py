"""What every desk shares: base pages, components, words for dates, styles, scripts, error pages."""
