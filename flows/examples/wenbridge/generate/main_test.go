package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheListsAreMadeFromTheData(t *testing.T) {
	out := t.TempDir()
	require.NoError(t, run("testdata", out))
	for name, want := range map[string]string{
		"outcodes.csv": "id,name,lat,lon,next_to\n" +
			"WB1,WB1,51.33,-4.9,WB2\nWB2,WB2,51.342,-4.905,WB1\nWB5,WB5,51.322,-4.925,\n",
		"services.csv": "id,name,need,area,address,address:cy,address:pl,phone,hours,hours:cy,hours:pl,catch,catch:cy,catch:pl,lat,lon,serves,open,ages,way,speaks\n" +
			`friday_soup_bread,Friday soup & bread,food company,WB1,"The Hall, 1 Test Street WB1 4AA","The Hall, 1 Test Street WB1 4AA","The Hall, 1 Test Street WB1 4AA",01632 960105,` +
			`"Monday, Wednesday and Friday noon to 1.30pm","dydd Llun, dydd Mercher a dydd Gwener hanner dydd i 1.30pm","pon., sr. i pt. 12:00-13:30",` +
			"Costs 4 pounds a bowl. Age 16 or over.,Cost: 4 pounds a bowl. 16 oed neu drosodd.,Koszt: 4 pounds a bowl. Wiek 16+.,51.33,-4.9,WB1 WB2,\"MO,WE,FR 12:00-13:30\",16-,,\n" +
			`night_line,Night line,,WB1,by phone,dros alwad,przez telefon,,"all day, every day","drwy'r dydd, bob dydd","24 h, 7 dni w tygodniu",Free.,Am ddim.,Za darmo.,51.33,-4.9,WB1,"MO,TU,WE,TH,FR,SA,SU 00:00-23:59",,phone,` + "\n",
	} {
		got, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		require.Equal(t, want, string(got), name)
	}
	groups, err := os.ReadFile(filepath.Join(out, "groups.csv"))
	require.NoError(t, err)
	require.Contains(t, string(groups), "litter,Litter pick,Codi sbwriel,Czysta okolica,LITTER,WB1,WB1 WB2,We bring the gloves and bags.")
	require.Contains(t, string(groups), "jobs,Jobs board,Swyddi,Oferty pracy,JOBS,Wenbridge,WB1 WB2 WB5,")
}

func TestWhatCannotBeMadeIsSaid(t *testing.T) {
	require.ErrorContains(t, run("", t.TempDir()), "no data: set WENBRIDGE_DATA")
	require.ErrorContains(t, run(t.TempDir(), t.TempDir()), "groups.json")
}

func TestEveryFaultyServiceIsNamed(t *testing.T) {
	at := servicesFile{Contents: []service{
		{Name: "No place", Status: "active"},
		{Name: "Other Tuesdays", Status: "active", Schedules: []schedule{{Frequency: "WEEKLY", Days: "2TU"}}},
	}}
	at.Contents[1].At = append(at.Contents[1].At, struct {
		Location location `json:"location"`
	}{})
	at.Contents[1].Areas = append(at.Contents[1].Areas, struct {
		Name string `json:"name"`
	}{})
	_, err := serviceRows(at)
	require.ErrorContains(t, err, `service "No place": it has no place`)
	require.ErrorContains(t, err, `service "Other Tuesdays": opening times "WEEKLY" "2TU" are not understood`)
}

func TestOpeningTimesArePlain(t *testing.T) {
	for _, example := range []struct {
		line schedule
		want string
	}{
		{schedule{Frequency: "WEEKLY", Days: "TU", Opens: "09:30:00", Closes: "12:00:00"}, "Tuesday 9.30am to noon"},
		{schedule{Frequency: "WEEKLY", Days: "MO,TU,WE,TH,FR", Opens: "09:00:00", Closes: "17:00:00"}, "Monday to Friday 9am to 5pm"},
		{schedule{Frequency: "WEEKLY", Days: "SA,SU", Opens: "12:15:00", Closes: "13:00:00"}, "Saturday and Sunday 12.15pm to 1pm"},
		{schedule{Frequency: "MONTHLY", Days: "1SU", Opens: "10:00:00", Closes: "11:00:00"}, "first Sunday of the month 10am to 11am"},
	} {
		got, err := example.line.plain(inEnglish)
		require.NoError(t, err)
		require.Equal(t, example.want, got)
	}
}
