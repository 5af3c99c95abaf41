-- Returns nil if json can't be decoded, as cjson.decode of the Redis in memory does instead of raising an error.
local function decode(json)
  local ok, value = pcall(cjson.decode, json)
  if ok then return value end
end

-- A record must be found even if cjson.decode rejects it: for an unpaired surrogate ("x\ud83d"), or for deeply nested
-- arrays. This reads the strings, and what is true, of any JSON object by name. It looks only at quotes and brackets,
-- so it also reads some texts that are not JSON. It takes ten times as long.
local function scan(json)
  local found, depth, at, name = {}, 0, 1, nil
  while true do
    local from, _, mark = string.find(json, '(["{}%[%]])', at)
    if not from then return found end
    local to = from
    if mark == '"' then
      repeat -- to the next quote that no backslash escapes
        to = string.find(json, '["\\]', to + 1)
        if not to then return found end
        local escape = string.byte(json, to) == 92
        if escape then to = to + 1 end
      until not escape
      if depth == 1 then
        local array = decode('[' .. string.sub(json, from, to) .. ']')
        local text = array and array[1]
        if string.find(json, '^[ \t\r\n]*:', to + 1) then
          name = text
          if name and string.find(json, '^[ \t\r\n]*:[ \t\r\n]*true', to + 1) then found[name] = true end
        elseif name then
          found[name] = text
        end
      end
    else
      depth = depth + ((mark == '{' or mark == '[') and 1 or -1)
    end
    at = to + 1
  end
end

-- Returns the token and the refresh token of a record, each nil if it has no such string.
local function tokens(json)
  local object = decode(json) or scan(json)
  if type(object) ~= 'table' then return end
  local function text(value)
    if type(value) == 'string' and value ~= '' then return value end
  end
  return text(object.token), text(object.refresh_token)
end

