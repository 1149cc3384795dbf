namespace Tessera.Models.Table.Tables;

/// <summary>Which row of a prompt's table.</summary>
/// <param name="Input">The input's id.</param>
/// <param name="Hidden">The hidden text's id; null in a first layer.</param>
internal readonly record struct RowKey(string Input, string? Hidden);
