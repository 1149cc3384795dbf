using System.Diagnostics;

namespace Tessera.Sdk.Tensors.Tests.Native;

/// <summary>Another process that runs one of these tests: a user who multiplies tensors for the first time.</summary>
internal static class Child
{
    public static async Task Multiplies(string cacheFolder, string? temporaryFolder = null)
    {
        const string test = $"{nameof(LibtorchTests.A_tensor_can_be_multiplied_on_this_system)}";
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, "-method", $"*.{test}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = cacheFolder;
        if (temporaryFolder is not null)
            start.Environment["TMPDIR"] = temporaryFolder;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        (await output).Should().Contain("Total: 1, Errors: 0, Failed: 0, Skipped: 0", await errors);
        process.ExitCode.Should().Be(0);
    }
}
