namespace Tessera.Tools.Eval;

/// <summary>Arguments of the tool <c>eval</c>: there are none.</summary>
public sealed class EvalArguments;
