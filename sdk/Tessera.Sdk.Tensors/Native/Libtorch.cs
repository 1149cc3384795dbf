using System.Runtime.CompilerServices;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>The native library behind every tensor: libtorch, and TorchSharp's binding to it.</summary>
public static class Libtorch
{
    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>
    /// Loads libtorch from beside the host, once for the process; later calls return at once.
    /// Call it before TorchSharp is first touched: on Linux systems whose libstdc++ is older than TorchSharp's build
    /// (Debian 12, Ubuntu 22.04) TorchSharp finds its binding only afterwards.
    /// </summary>
    /// <exception cref="LibtorchNotFoundException">A library is missing or this system cannot load it.</exception>
    public static void EnsureLoaded()
    {
        if (Volatile.Read(ref loaded))
            return;

        lock (Gate)
        {
            if (loaded)
                return;
            OpenMpSettings.WaitBriefly();
            if (OperatingSystem.IsLinux())
                LinuxLibtorch.Load(LibraryFolders.OfThisProcess());
            Bind();
            Volatile.Write(ref loaded, true);
        }
    }

    // Apart, so that compiling EnsureLoaded cannot run TorchSharp's static constructors early: once failed, they stay failed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Bind()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception failure) when (failure is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw LibtorchNotFoundException.CannotBind(failure);
        }
    }
}
