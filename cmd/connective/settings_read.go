package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

func (s *Settings) readFile(file string) error {
	text, err := os.ReadFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist) && file == absolute("connective.yaml"):
		return nil
	case err != nil:
		return fmt.Errorf("read the settings: %w", err)
	}
	if err := yaml.Load(text, s, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("read %s: %s", file, unquoted(err))
	}
	return nil
}

var quotedValue = regexp.MustCompile("`[^`]*`")

// unquoted is what is wrong with a file, without the value, which may be a secret.
func unquoted(err error) string { return quotedValue.ReplaceAllString(err.Error(), "a value") }

func (s *Settings) readEnvironment(getenv func(string) string) []error {
	var faults []error
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("env")
		if name == "" {
			continue
		}
		if said := getenv(name); said != "" {
			if err := assign(v.Field(i), said); err != nil {
				faults = append(faults, fmt.Errorf("%s %w", name, err))
			}
		}
	}
	return faults
}

// mostNumber is the largest number that a setting can be.
const mostNumber = 1_000_000

func assign(field reflect.Value, said string) error {
	switch value := field.Addr().Interface().(type) {
	case *string:
		*value = said
	case *[]string:
		*value = strings.Split(said, ",")
	case *bool:
		switch said {
		case "true", "yes":
			*value = true
		case "false", "no":
			*value = false
		default:
			return errors.New("must be yes or no")
		}
	case *float64:
		n, err := strconv.ParseFloat(said, 64)
		if err != nil || !(n >= 0 && n <= mostNumber) {
			return errors.New("must be a number such as 2.5, without a unit; 0 is none")
		}
		*value = n
	case *int:
		n, err := strconv.Atoi(said)
		if err != nil || n < 0 || n > 100 {
			return errors.New("must be a whole number from 0 to 100")
		}
		*value = n
	case *time.Duration:
		d, err := time.ParseDuration(said)
		if err != nil {
			return errors.New("must be a length of time such as 5s")
		}
		*value = d
	default:
		return fmt.Errorf("cannot be set (%T)", value)
	}
	return nil
}
