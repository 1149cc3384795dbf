namespace Tessera.Models.Table.Json;

/// <summary>The kinds of JSON value that a table needs to tell apart.</summary>
internal enum JsonItemKind
{
    Object,
    Array,
    Text,
    Number,
    Other,
}
