package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/web"
)

const goodPassword = "correct horse battery"

// setUp follows a link to the end, and returns the secret of the codes.
func (v *visitor) setUp(link string) string {
	v.o.t.Helper()
	require.Contains(v.o.t, v.get("/console/welcome/"+link), "Choose a password")
	form := url.Values{"password": {goodPassword}, "again": {goodPassword}}.Encode()
	require.Equal(v.o.t, "/console/sign-in/set-up", v.post("/console/welcome/"+link, form))
	page := v.get("/console/sign-in/set-up")
	secret := strings.ReplaceAll(regexp.MustCompile(`<code class="secret">([A-Z2-7 ]+)</code>`).FindStringSubmatch(page)[1], " ", "")
	require.Contains(v.o.t, html.UnescapeString(page), "otpauth://totp/Connective:")
	require.Contains(v.o.t, page, `src="data:image/png;base64,`)
	require.Equal(v.o.t, "/console/", v.post("/console/sign-in/set-up", "code="+v.o.code(secret)))
	v.o.later(time.Minute)
	return secret
}

func (o *office) code(secret string) string {
	o.t.Helper()
	code, err := totp.GenerateCode(secret, time.Unix(o.clock.Load(), 0))
	require.NoError(o.t, err)
	return code
}

func passwordForm(email, password string) string {
	return url.Values{"email": {email}, "password": {password}}.Encode()
}

func TestFromTheLinkToTheConsoleWithoutAScript(t *testing.T) {
	o := openConsole(t)
	_, link := o.member(mill, "Sam <b>Ito</b>", "sam@example.org", staff.Lead)
	v := o.as("")
	require.Contains(t, v.send("POST", "/console/welcome/"+link, "password=short&again=short").Body.String(), `<a href="#password">Use at least 12 letters`)
	require.Contains(t, v.send("POST", "/console/welcome/"+link, "password=short&again=other").Body.String(), `<a href="#again">The two passwords are not the same`)
	secret := v.setUp(link)
	page := v.get("/console/")
	require.Contains(t, page, "Sam &lt;b&gt;Ito&lt;/b&gt;")
	require.Contains(t, page, "You are signed in to Mill Lane as Lead.")
	require.Equal(t, http.StatusNotFound, v.send("GET", "/console/welcome/"+link, "").Code, "the link works once")

	require.Equal(t, "/console/sign-in?done=out", v.post("/console/sign-out", ""))
	require.Empty(t, v.cookies)
	require.Contains(t, v.get("/console/sign-in?done=out"), "You are signed out.")
	answer := v.send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	unknown := v.send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
	require.Equal(t, unknown.Body.String(), answer.Body.String())
	require.Contains(t, answer.Body.String(), `<title>Error: Sign in`)
	require.Contains(t, answer.Body.String(), `value="sam@example.org"`, "the address is kept")
	require.NotContains(t, answer.Body.String(), "wrong\"", "the password is not")

	require.Equal(t, "/console/sign-in/code", v.post("/console/sign-in", passwordForm("sam@example.org", goodPassword)))
	half := v.cookies["__Host-connective"].Value
	require.Equal(t, "/console/sign-in/code", v.send("GET", "/console/", "").Header().Get("Location"), "a password alone opens nothing")
	require.Contains(t, v.send("POST", "/console/sign-in/code", "code=000000").Body.String(), "The code is wrong")
	require.Equal(t, "/console/", v.post("/console/sign-in/code", "code="+o.code(secret)))
	require.NotEqual(t, half, v.cookies["__Host-connective"].Value, "a new token")
	old := o.as("")
	old.cookies["__Host-connective"] = &http.Cookie{Name: "__Host-connective", Value: half}
	require.Equal(t, "/console/sign-in", old.send("GET", "/console/", "").Header().Get("Location"), "the former token opens nothing")
}

func TestAnUnknownAccountIsAnsweredInTheSameWords(t *testing.T) {
	o := openConsole(t)
	_, link := o.member(mill, "Sam", "sam@example.org", staff.Lead)
	o.as("").setUp(link)
	for n := range 12 {
		known := o.as("").send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
		o.later(30 * time.Second) // for the address that both come from
		unknown := o.as("").send("POST", "/console/sign-in", passwordForm("sun@example.org", "wrong"))
		require.Equal(t, known.Code, unknown.Code, n)
		require.Equal(t, known.Body.String(), strings.ReplaceAll(unknown.Body.String(), "sun@", "sam@"), n)
		o.later(30 * time.Second)
	}
}

func TestTooManyTriesAreToldHowLongToWait(t *testing.T) {
	o := openConsole(t)
	v := o.as("")
	for n := range 10 {
		v.header.Set("X-Forwarded-For", "203.0.113."+string(rune('0'+n)))
		v.send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
		o.later(30 * time.Second)
	}
	v.send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
	answer := v.send("POST", "/console/sign-in", passwordForm("sam@example.org", "wrong"))
	require.Equal(t, http.StatusTooManyRequests, answer.Code)
	require.Contains(t, answer.Body.String(), "Too many tries. Wait ")
}

func TestACookieIsForThisSiteAlone(t *testing.T) {
	for url, want := range map[string]struct {
		name   string
		secure bool
	}{"https://texts.example.org": {"__Host-connective", true}, "http://127.0.0.1:8080": {"connective", false}} {
		o := openConsole(t, func(k *web.Console) { k.PublicURL = url })
		_, link := o.member(mill, "Sam", "sam@example.org", staff.Lead)
		v := o.as("")
		v.setUp(link)
		c := v.cookies[want.name]
		require.NotNil(t, c, url)
		require.True(t, c.HttpOnly)
		require.Equal(t, want.secure, c.Secure)
		require.Equal(t, http.SameSiteStrictMode, c.SameSite)
		require.Equal(t, "/", c.Path)
		require.Empty(t, c.Domain)
		require.GreaterOrEqual(t, len(c.Value), 43, "256 bits")
	}
}

func TestAnotherSiteCanDoNothing(t *testing.T) {
	o := openConsole(t)
	for name, header := range map[string]http.Header{
		"by its origin":        {"Origin": {"https://evil.example"}},
		"by the browser's say": {"Sec-Fetch-Site": {"cross-site"}},
		"of a sister site":     {"Sec-Fetch-Site": {"same-site"}},
	} {
		v := o.as(staff.Admin)
		v.header = header
		answer := v.send("POST", "/console/staff", "name=Eve&email=eve@example.org&role=admin")
		require.Equal(t, http.StatusForbidden, answer.Code, name)
		v.header = http.Header{}
		require.NotContains(t, v.get("/console/staff"), "eve@example.org", name)
	}
}

func TestPagesMayRunNothingFromElsewhere(t *testing.T) {
	o := openConsole(t)
	answer := o.as(staff.Admin).send("GET", "/console/staff", "")
	require.Contains(t, answer.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'")
	require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
	require.NotRegexp(t, `(?i)<script>|\son[a-z]+=|style=|src="http|href="http`, answer.Body.String(), "nothing inline")
}

func TestWhoLosesTheRoleIsOutAtTheNextRequest(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Responder)
	v.get("/console/")
	id, _ := o.member(mill, "Vi", "responder@example.org", staff.Responder)
	require.NoError(t, o.desk.Disable(context.Background(), mill, id, true))
	require.Equal(t, "/console/sign-in", v.send("GET", "/console/", "").Header().Get("Location"))
}

func TestAQuietSessionEndsAfterFifteenMinutes(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Responder)
	for range 4 {
		o.later(14 * time.Minute)
		v.get("/console/")
	}
	o.later(15 * time.Minute)
	require.Equal(t, "/console/sign-in?done=over", v.send("GET", "/console/", "").Header().Get("Location"))
	require.Empty(t, v.cookies)
}

func TestAdminsLookAfterTheStaff(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Admin)
	page := v.send("POST", "/console/staff", "name=Kim&email=Kim@example.org&role=responder").Body.String()
	link := regexp.MustCompile(`https://texts\.example\.org/console/welcome/([0-9a-f]{24}\.[A-Z2-7]{52})`).FindStringSubmatch(page)[1]
	o.as("").setUp(link)
	list := v.get("/console/staff")
	require.Contains(t, list, `kim@example.org</td><td data-what="Role">Responder</td><td data-what="Signs in">password and code`)
	require.NotContains(t, list, "harbour@example.org")
	for form, field := range map[string]string{
		"name=&email=x@example.org&role=viewer": "name", "name=X&email=x&role=viewer": "email", "name=X&email=x@example.org": "role",
	} {
		answer := v.send("POST", "/console/staff", form)
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
		require.Contains(t, answer.Body.String(), `<a href="#`+field+`">`)
		require.Contains(t, answer.Body.String(), `id="`+field+`"`, "the summary leads to the field")
	}
	kim := "/console/staff/" + o.store.AccountID("kim@example.org")
	require.Equal(t, http.StatusUnprocessableEntity, v.send("POST", kim, "do=role").Code)
	require.Equal(t, http.StatusBadRequest, v.send("POST", kim, "do=fly").Code)
	require.Equal(t, "/console/staff?done=changed", v.post(kim, "do=role&role=viewer"))
	require.Equal(t, "/console/staff?done=changed", v.post(kim, "do=disable"))
	require.Contains(t, v.get("/console/staff"), "disabled")
	require.Equal(t, "/console/staff?done=changed", v.post(kim, "do=enable"))
	require.Equal(t, "/console/staff?done=ended", v.post(kim, "do=end"))
	require.Contains(t, v.send("POST", kim, "do=reset").Body.String(), "/console/welcome/")
	require.Equal(t, "/console/staff?done=removed", v.post(kim, "do=remove"))
	require.Equal(t, http.StatusNotFound, v.send("GET", kim, "").Code)
	me := "/console/staff/" + o.store.AccountID("admin@example.org")
	require.Equal(t, http.StatusConflict, v.send("POST", me, "do=role&role=viewer").Code)
	o.member(harbour, "Hal", "viewer@example.org", staff.Viewer)
	o.member(mill, "Hal", "viewer@example.org", staff.Viewer)
	require.Equal(t, http.StatusConflict, v.send("POST", "/console/staff/"+o.store.AccountID("viewer@example.org"), "do=reset").Code)
	log := v.get("/console/audit")
	for _, deed := range []string{"Invited", "Gave a role", "Disabled the account", "Took the role away", "Reset password and codes", "Read the audit log"} {
		require.Contains(t, log, deed)
	}
	require.Contains(t, v.send("POST", "/console/audit", "").Body.String(), "Nothing was changed:")
}

func TestSomebodyOfTwoOrganisationsChooses(t *testing.T) {
	o := openConsole(t)
	o.member(harbour, "Both", "both@example.org", staff.Viewer)
	o.member(mill, "Both", "both@example.org", staff.Admin)
	v := o.as("")
	v.signIn("both@example.org")
	require.Equal(t, "/console/organisation", v.send("GET", "/console/", "").Header().Get("Location"))
	require.Equal(t, "/console/organisation", v.send("GET", "/console/staff", "").Header().Get("Location"))
	require.Contains(t, v.get("/console/organisation"), "Harbour Watch, as Viewer")
	require.Equal(t, "/console/", v.post("/console/organisation", "org=harbour"))
	require.Equal(t, http.StatusForbidden, v.send("GET", "/console/staff", "").Code, "a viewer there")
	require.Equal(t, "/console/", v.post("/console/organisation", "org=mill"))
	require.Contains(t, v.get("/console/staff"), "Mill Lane")
}

func TestSignOutEverywhereEndsEverySession(t *testing.T) {
	o := openConsole(t)
	here, there := o.as(staff.Viewer), o.as(staff.Viewer)
	require.Equal(t, 2, strings.Count(here.get("/console/account"), "192.0.2.1"))
	require.Equal(t, "/console/sign-in?done=everywhere", here.post("/console/account/sign-out", ""))
	require.Equal(t, "/console/sign-in", there.send("GET", "/console/", "").Header().Get("Location"))
}

func TestTheConsoleSpeaksWelsh(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Admin)
	page := v.get("/console/staff")
	require.Contains(t, page, `<html lang="en">`)
	require.Contains(t, page, `href="/console/language?to=cy&amp;back=%2fconsole%2fstaff" lang="cy"`)
	answer := v.send("GET", "/console/language?to=cy&back=%2Fconsole%2Fstaff", "")
	require.Equal(t, "/console/staff", answer.Header().Get("Location"))
	page = v.get("/console/staff")
	require.Contains(t, page, `<html lang="cy">`)
	require.Contains(t, page, "Gwahodd rhywun")
	other := o.as("")
	other.header.Set("Accept-Language", "cy-GB, en;q=0.5")
	require.Contains(t, other.get("/console/sign-in"), "Mewngofnodi")
}

func TestALanguageSwitchLeadsNowhereElse(t *testing.T) {
	o := openConsole(t)
	for _, back := range []string{"https://evil.example/console/", "//evil.example/console/", `/\evil.example`, "/demo/", "javascript:alert(1)", "/console/../demo/", "", "/console//evil.example"} {
		answer := o.as("").send("GET", "/console/language?"+url.Values{"to": {"cy"}, "back": {back}}.Encode(), "")
		require.Equal(t, "/console/", answer.Header().Get("Location"), back)
	}
}

func TestEveryWordThatTheConsoleUsesIsThereInBothLanguages(t *testing.T) {
	words, used := web.Words(), map[string]bool{}
	for key, pair := range words {
		require.NotEmpty(t, pair[0], key)
		require.NotEmpty(t, pair[1], key)
		require.Equal(t, blanks(pair[0]), blanks(pair[1]), key)
	}
	for pattern, call := range map[string]string{
		"templates/console*.html": `\.T "([^"]+)"|\.Field "[^"]+" "([^"]+)"`,
		"console*.go":             `say\(v?\.?[lL]ang, "([^"+]+)"\)|, "([a-z]+\.[a-z.]+)"[,)]`,
	} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			for _, found := range regexp.MustCompile(call).FindAllStringSubmatch(string(text), -1) {
				key := found[1] + found[2]
				require.Contains(t, words, key, name)
				used[key] = true
			}
		}
	}
	require.Greater(t, len(used), 80)
	for _, role := range staff.Roles {
		require.Contains(t, words, "role."+string(role))
		require.Contains(t, words, "role."+string(role)+".hint")
	}
}

// blanks are the names in angle brackets, in order of the alphabet.
func blanks(text string) map[string]bool {
	out := map[string]bool{}
	for _, b := range regexp.MustCompile(`<[a-z]+>`).FindAllString(text, -1) {
		out[b] = true
	}
	return out
}

func TestWhatIsOthersWorkIsAsItWasFetched(t *testing.T) {
	sums, err := os.ReadFile("static/vendor/SHA256SUMS")
	require.NoError(t, err)
	known := map[string]bool{"SHA256SUMS": true}
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ./")
		known[name] = true
		text, err := os.ReadFile(filepath.Join("static/vendor", name))
		require.NoError(t, err)
		got := sha256.Sum256(text)
		require.Equal(t, sum, hex.EncodeToString(got[:]), name)
		require.NotRegexp(t, `(?i)frutiger|@font-face|https?://[a-z.]*nhs\.uk`, string(text), name)
	}
	require.NoError(t, filepath.Walk("static/vendor", func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && !strings.HasSuffix(path, ".LICENSE") {
			rel, _ := filepath.Rel("static/vendor", path)
			require.Contains(t, known, rel, "without a sum")
		}
		return err
	}))
	require.FileExists(t, "static/vendor/nhsuk-frontend.LICENSE")
	require.FileExists(t, "static/vendor/htmx.LICENSE")
}

func TestOnlyTheDemonstrationLetsVisitorsInAndOnlyThoseOnTheMachine(t *testing.T) {
	o := openConsole(t)
	require.Equal(t, http.StatusNotFound, o.as("").send("GET", "/console/demo", "").Code, "there is no such page elsewhere")
	o = openConsole(t, func(k *web.Console) { k.Pretend = "sam@example.org" })
	o.member(mill, "Sam", "sam@example.org", staff.Admin)
	require.Equal(t, http.StatusForbidden, o.as("").send("GET", "/console/demo", "").Code, "the host is texts.example.org")
	v := o.as("")
	v.host = "127.0.0.1:8080"
	require.Equal(t, "/console/cases/all", v.send("GET", "/console/demo", "").Header().Get("Location"))
	require.Contains(t, v.get("/console/"), "You are signed in to Mill Lane as Admin.")
}
