using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Agents.ToolCalling;
using Tessera.Debugging.Conversations;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals.Local;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;
using Tessera.Tools.View;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>The agent that converses with a model works for a thousand steps: memory stays flat, and the trajectory grows by the same amount for each.</summary>
public sealed class EnduranceSpecs : IDisposable
{
    private const int Steps = 1000;
    private const int Lines = 1500;

    private static readonly int[] Moments = [200, 600, Steps];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_steps_take_flat_memory_and_a_trajectory_that_is_linear_in_them()
    {
        Requirements.Unix();
        _folder.Write("project/long.txt", string.Concat(Enumerable.Range(0, Lines).Select(i => $"line {i}\n")));
        var model = new PatientModel(Directory.CreateDirectory(_folder.At("work")).FullName);
        var task = new DebugTask { Name = "long", Project = _folder.At("project"), Instructions = "Read all of it.", Evaluate = ["false"] };
        var options = new DebugOptions
        {
            Project = "",
            Agent = new Part<IAgent>("agent/tool-calling", () => new OwnedPart<IAgent>(new ToolCallingAgent(new ToolCallingOptions { ContextTokens = 40_000 }))),
            Tools = [new Part<ITool>("tool/view", () => new OwnedPart<ITool>(new ViewTool(new ViewOptions())))],
            Model = new Part<ILanguageModel>("model/patient", () => new OwnedPart<ILanguageModel>(model)),
            MaxSteps = Steps,
        };

        var result = await new Episode(task, options, new LocalTerminalProvider(new LocalOptions(), TimeProvider.System), Array.Empty<ModelBudget>(), TimeProvider.System)
            .RunAsync(model.Folder, new Seed(1), CancellationToken.None);

        (result.Steps, result.StopReason).Should().Be((Steps, AgentStopReason.StepsExhausted));
        model.Memory.Should().HaveCount(Moments.Length);
        // What is kept of a step is its call and a hash of its answer. The answers themselves would be some 20 MB, and the conversation as much again.
        (model.Memory[^1] - model.Memory[0]).Should().BeLessThan(2_000_000);
        var (early, late) = (model.Written[1] - model.Written[0], model.Written[2] - model.Written[1]);
        early.Should().BeGreaterThan((Moments[1] - Moments[0]) * 20_000L, "every answer is written down");
        ((double)late / early).Should().BeApproximately(1, 0.02, "a late step takes no more than an early one");
    }

    /// <summary>Calls for the same file again and again, and looks at certain moments what the work takes.</summary>
    private sealed class PatientModel(string folder) : ILanguageModel
    {
        private int _questions;

        public string Folder => folder;

        public List<long> Memory { get; } = [];

        public List<long> Written { get; } = [];

        public string Identity => "patient";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Chat;

        public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
        {
            if (Moments.Contains(++_questions))
            {
                Memory.Add(GC.GetTotalMemory(forceFullCollection: true));
                Written.Add(new FileInfo(Path.Join(folder, Episode.TrajectoryFile)).Length);
            }

            var call = new ToolCall(_questions.ToString("D4", CultureInfo.InvariantCulture), "view", new JsonObject { ["path"] = "long.txt", ["start"] = 10 + (_questions % 10) });
            return Task.FromResult(new ChatReply(new ChatMessage(ChatRole.Assistant, "I read on.", [call]), new Usage(request.Messages.Sum(message => message.Text.Length) / 3, 10)));
        }
    }
}
