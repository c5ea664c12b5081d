// Package graph draws flows: as text for Mermaid and for Graphviz, and as an SVG
// that is laid out here.
//
// Everything is a pure function of a flow. The picture (Of) says which boxes and
// arrows there are; layers, order, place and route lay it out; svg draws it.
//
// The layout is the usual one for flow charts: boxes stand in layers, arrows run
// from layer to layer, and whatever an arrow passes on its way, be it a layer or
// its own label, is a cell that takes up room. Arrows bend between layers alone,
// where no box can stand, so none runs through a box.
package graph
