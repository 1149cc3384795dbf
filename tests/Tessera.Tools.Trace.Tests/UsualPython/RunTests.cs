namespace Tessera.Tools.Trace.Tests.UsualPython;

/// <inheritdoc/>
public sealed class RunTests() : RunSpecs(Interpreters.Usual());
