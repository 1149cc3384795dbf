using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>
/// How many threads libtorch shares an operation among, for those that the calling thread begins. TorchSharp can set it for the whole process only,
/// which would change what other steps compute meanwhile; OpenMP, which libtorch runs on, and MKL, which multiplies for it, keep it for each thread.
/// </summary>
internal static unsafe class OperationThreads
{
    private static readonly delegate* unmanaged[Cdecl]<int, void> OpenMp = Find("omp", "omp_set_num_threads");
    private static readonly delegate* unmanaged[Cdecl]<int, int> Mkl = (delegate* unmanaged[Cdecl]<int, int>)Find("torch_cpu", "MKL_Set_Num_Threads_Local");

    /// <summary>Lets the calling thread's operations run on itself alone; does nothing where libtorch was built otherwise, which is slower but not wrong.</summary>
    public static void LimitToOne()
    {
        // A thread's first question makes libtorch set its own value, which would undo ours.
        _ = torch.get_num_threads();
        if (OpenMp is not null) OpenMp(1);
        if (Mkl is not null) _ = Mkl(1);
    }

    // Beside libtorch: the process may have loaded other libraries of these names for others.
    private static delegate* unmanaged[Cdecl]<int, void> Find(string module, string name)
    {
        using var process = Process.GetCurrentProcess();
        var modules = process.Modules.Cast<ProcessModule>().Select(loaded => loaded.FileName).ToList();
        var folder = Path.GetDirectoryName(modules.Find(file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal)));
        foreach (var file in modules.Where(file => Path.GetDirectoryName(file) == folder && Path.GetFileName(file).Contains(module, StringComparison.Ordinal)))
        {
            if (NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, name, out var address)) return (delegate* unmanaged[Cdecl]<int, void>)address;
        }

        return null;
    }
}
