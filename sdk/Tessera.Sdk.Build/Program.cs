using System.Reflection;
using Tessera.Sdk.Build;

// Called by the build of a plugin, Tessera.Sdk.targets; errors are written as MSBuild expects them, so that they show up as build errors.
try
{
    var request = ManifestRequest.Parse(args);
    var manifest = new ManifestWriter(request).Write();
    File.WriteAllText(request.Output, manifest);
    return 0;
}
catch (ManifestException unfit)
{
    foreach (var problem in unfit.Problems) Console.Error.WriteLine($"{unfit.Origin} : error {problem.Id}: {problem.Message} {problem.Remedy}".TrimEnd());
    return 1;
}
#pragma warning disable CA1031 // What a plugin's own code throws while it is described is told as every other error is.
catch (Exception failure)
#pragma warning restore CA1031
{
    var cause = failure is TargetInvocationException { InnerException: { } inner } ? inner : failure;
    Console.Error.WriteLine($"Tessera.Sdk.Build : error TESS1011: The plugin cannot be described: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")} Each class exports one part; its options need a constructor that does not fail; what the assembly refers to must lie beside it.");
    return 1;
}
