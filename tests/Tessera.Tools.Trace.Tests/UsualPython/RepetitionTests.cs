namespace Tessera.Tools.Trace.Tests.UsualPython;

/// <inheritdoc/>
public sealed class RepetitionTests() : RepetitionSpecs(Interpreters.Usual());
