using System.Runtime.InteropServices;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Tensors.Tests;

/// <summary>Where another program uses a processor, too, libtorch's threads sleep while they wait for each other.</summary>
public sealed partial class OpenMpSettingsSpecs
{
    [Fact]
    public void Threads_wait_briefly_unless_the_user_says_how_they_wait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU's OpenMP is libtorch's on Linux.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null, "The user has set OMP_WAIT_POLICY.");

        Libtorch.EnsureLoaded();

        // As the library sees it, not as .NET does.
        Marshal.PtrToStringUTF8(GetVariable("GOMP_SPINCOUNT")).Should().Be(Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") ?? "2000");
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
