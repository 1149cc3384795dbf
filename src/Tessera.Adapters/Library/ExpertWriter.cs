using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>Writes an expert as a PEFT folder.</summary>
internal static class ExpertWriter
{
    public static void Write(string folder, LinearMap map, LoraFactors factors)
    {
        Directory.CreateDirectory(folder);
        var config = new JsonObject
        {
            ["base_model_name_or_path"] = null,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["lora_alpha"] = factors.Scaling * factors.Rank,
            ["lora_dropout"] = 0.0,
            ["peft_type"] = "LORA",
            ["r"] = factors.Rank,
            ["target_modules"] = new JsonArray(map.Name),
            ["use_rslora"] = false,
        };
        File.WriteAllText(Path.Combine(folder, AdapterConfig.FileName), config.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n");
        SafetensorsWriter.Write(
            Path.Combine(folder, "adapter_model.safetensors"),
            new Dictionary<string, torch.Tensor> { [AdapterTensors.NameOfA(map.Name)] = factors.A, [AdapterTensors.NameOfB(map.Name)] = factors.B },
            new Dictionary<string, string> { ["format"] = "pt" });
    }
}
