package flows

// The lists of the example town are made from its open data, which is not part
// of this repository: WENBRIDGE_DATA names the folder that holds it.
//
//go:generate go run ./examples/wenbridge/generate -data $WENBRIDGE_DATA -out examples/wenbridge
