"""The HTTP service. `copnet_api.app.create_app` makes it."""
