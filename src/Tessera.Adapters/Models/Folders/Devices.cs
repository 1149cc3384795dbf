using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Models.Folders;

/// <summary>Finds devices by their names.</summary>
internal static class Devices
{
    /// <exception cref="TesseraException">There is no such device (TESS5206).</exception>
    public static torch.Device Find(string name)
    {
        if (name == "cpu") return torch.CPU;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out _))) throw Missing(name, "is no device's name", "Write cpu, cuda or cuda:N.");
        var index = name == "cuda" ? 0 : int.Parse(name.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (count == 0) throw Missing(name, "cannot be used: this libtorch sees no CUDA", "Use cpu, or put a CUDA build of libtorch in place of libtorch-cpu.");
        return index >= 0 && index < count ? torch.device(DeviceType.CUDA, index) : throw Missing(name, $"does not exist: there are {count} CUDA devices", "Count from 0.");
    }

    private static TesseraException Missing(string name, string reason, string remedy) => new(Diagnostic.Error("TESS5206", $"The device '{name}' {reason}.", remedy: remedy));
}
