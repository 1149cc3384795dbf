namespace Tessera.Tools.Rewrite;

/// <summary>Why a file does not compile.</summary>
/// <param name="Message">What Python says.</param>
/// <param name="Line">The line, from 1; null when Python names none.</param>
internal sealed record SyntaxProblem(string Message, int? Line);
