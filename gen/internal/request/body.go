package request

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// MarshalForm encodes an object as application/x-www-form-urlencoded; a list becomes repeated values. The second
// argument, the encoding of properties, must be nil.
func MarshalForm(from any, _ map[string]any) (url.Values, error) {
	text, err := json.Marshal(from)
	if err != nil {
		return nil, err
	}
	var properties map[string]json.RawMessage
	if err := json.Unmarshal(text, &properties); err != nil {
		return nil, fmt.Errorf("a form is written from an object: %w", err)
	}
	form := url.Values{}
	for name, property := range properties {
		v, err := read(property)
		if err == nil && v.shape == object {
			err = fmt.Errorf("is %s, which a form can't hold", v.shape)
		}
		if err != nil {
			return nil, fmt.Errorf("the property %s %w", name, err)
		}
		for _, part := range v.parts {
			form.Add(name, part)
		}
	}
	return form, nil
}

// JSONMerge returns data merged with patch: objects are merged, and any other value is replaced.
func JSONMerge(data, patch json.RawMessage) (json.RawMessage, error) {
	var into, from map[string]json.RawMessage
	if json.Unmarshal(data, &into) != nil || into == nil || json.Unmarshal(patch, &from) != nil || from == nil {
		if len(patch) == 0 {
			return data, nil
		}
		return patch, nil
	}
	for name, value := range from {
		merged, err := JSONMerge(into[name], value)
		if err != nil {
			return nil, err
		}
		into[name] = merged
	}
	return json.Marshal(into)
}
