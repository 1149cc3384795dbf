using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Schemas;

namespace Tessera.Debugging.Tasks;

/// <summary>Tessera's own: <c>task.json</c>, <c>instructions.md</c>, the folder <c>project</c>, and <c>solution.patch</c> where a solution is known.</summary>
internal sealed class OwnFormat : ITaskFormat
{
    private const string DescriptionFile = "task.json";

    public bool Recognises(string folder) => File.Exists(Path.Join(folder, DescriptionFile));

    public DebugTask Read(string folder)
    {
        var file = Path.Join(folder, DescriptionFile);
        var faults = new List<Diagnostic>();
        var description = Describe(file, faults);
        var project = Path.Join(folder, "project");
        var instructions = Path.Join(folder, "instructions.md");
        if (!Directory.Exists(project)) faults.Add(Fault(project, "The task has no folder 'project'.", "Put the code and its tests there."));
        if (!File.Exists(instructions)) faults.Add(Fault(instructions, "The task has no file 'instructions.md'.", "Say there what the agent shall do."));
        if (faults.Count > 0) throw new TesseraException(faults);
        var solution = Path.Join(folder, "solution.patch");
        return new DebugTask
        {
            Name = Path.GetFileName(folder),
            Project = project,
            Instructions = File.ReadAllText(instructions).Trim(),
            Evaluate = description!.Evaluate,
            Debug = description.Debug,
            ReadOnly = description.ReadOnly,
            Hidden = description.Hidden,
            Solution = File.Exists(solution) ? File.ReadAllText(solution) : null,
            EvaluationTimeout = TimeSpan.FromSeconds(description.TimeoutSeconds),
        };
    }

    private static TaskDescription? Describe(string file, List<Diagnostic> faults)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            if (JsonNode.Parse(File.ReadAllText(file), documentOptions: options) is not JsonObject values) throw new FormatException("it is JSON, but not an object.");
            var binding = ObjectBinder.Bind(typeof(TaskDescription), values, BindingRules.Strict);
            faults.AddRange(binding.Errors.Select(error => Fault(file, error.ToString(), "docs/tasks.md lists what may stand there.")));
            return (TaskDescription?)binding.Value;
        }
        catch (Exception unfit) when (unfit is JsonException or FormatException or ArgumentException)
        {
            faults.Add(Fault(file, $"The description cannot be read: {unfit.Message}", "Write a JSON object, such as { \"evaluate\": [\"python3\", \"-m\", \"unittest\"] }."));
            return null;
        }
    }

    private static Diagnostic Fault(string file, string message, string remedy) => Diagnostic.Error("TESS4502", message, new SourceLocation(file), remedy);
}
