package rehearsal

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Translation brings a translation file, such as groups.cy.yaml, into step with
// its flow; one that is not there yet is begun. The sheet is nil where that could
// lose something: the findings say why.
func (d Draft) Translation(name string) (*flows.Sheet, []flows.Finding, error) {
	all, err := d.Files.FS(d.Org)
	if err != nil {
		return nil, nil, err
	}
	folder, err := fs.Sub(all, d.Org)
	if err != nil {
		return nil, nil, fmt.Errorf("open an organisation's files: %w", err)
	}
	id, rest, _ := strings.Cut(name, ".")
	sheet, found := flows.OpenSheet(folder, id, strings.TrimSuffix(rest, ".yaml"))
	return sheet, found, nil
}
