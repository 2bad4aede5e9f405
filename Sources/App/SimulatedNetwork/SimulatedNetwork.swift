// Placeholder while the frame is laid; removed with the module's first type.
