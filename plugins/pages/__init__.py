"""What each page shows, and how it is rendered: views, templates, JSON-LD, sitemap, assets, page budget."""
