using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>
/// How many threads libtorch shares an operation among, for those that the calling thread begins. TorchSharp can set it for the whole process only,
/// which would change what other steps compute meanwhile; OpenMP, which libtorch runs on, keeps it for each thread.
/// </summary>
internal static unsafe class OperationThreads
{
    private static readonly delegate* unmanaged[Cdecl]<int, void> Set = Find();

    /// <summary>Lets the calling thread's operations run on itself alone; does nothing where libtorch's OpenMP is not found, which is slower but not wrong.</summary>
    public static void LimitToOne()
    {
        // A thread's first question makes libtorch set its own value, which would undo ours.
        _ = torch.get_num_threads();
        if (Set is not null) Set(1);
    }

    // The one beside libtorch: the process may have loaded others for other libraries.
    private static delegate* unmanaged[Cdecl]<int, void> Find()
    {
        using var process = Process.GetCurrentProcess();
        var modules = process.Modules.Cast<ProcessModule>().Select(module => module.FileName).ToList();
        var folder = Path.GetDirectoryName(modules.Find(file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal)));
        foreach (var file in modules.Where(file => Path.GetDirectoryName(file) == folder && Path.GetFileName(file).Contains("omp", StringComparison.Ordinal)))
        {
            if (NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, "omp_set_num_threads", out var address)) return (delegate* unmanaged[Cdecl]<int, void>)address;
        }

        return null;
    }
}
