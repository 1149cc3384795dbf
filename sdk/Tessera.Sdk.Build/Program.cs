using Tessera.Sdk.Build;

// Called by build/Plugin.targets; errors are written as MSBuild expects them, so that they show up as build errors.
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
