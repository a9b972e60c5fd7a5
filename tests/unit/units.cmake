# pact_unit(MODULE LAYERS layer... [SOURCES file...]), one line a module
pact_unit(image LAYERS base image)
foreach(module IN ITEMS arena buf vec date num text suggest sha256 jw jr diag file)
  pact_unit(${module} LAYERS base)
endforeach()
pact_unit(engine LAYERS base image load engine)
