using System.Text.Json.Nodes;
using Tessera.Models.Anthropic;
using Tessera.Models.OpenAI;
using Tessera.Sdk.Language;
using Tessera.Sdk.Testing;
using Tessera.Sdk.Testing.Models;

namespace Tessera.Models.Http.Tests;

/// <summary>What is asked of strangers' language models holds for those behind services, as far as a service of whom all is known lets them keep it.</summary>
public sealed class ConformanceSpecs
{
    [Fact]
    public async Task A_model_behind_a_completions_server_conforms()
    {
        await using var server = new LetterServer();
        var report = await CheckAsync(
            () => new OpenAILanguageModel(new OpenAIModelOptions { Model = "letters", Endpoint = server.Address, ApiKeyVariable = "", Generate = GenerationEndpoint.Completions, Score = true, Seeded = true }),
            new JsonObject { ["model"] = "letters", ["endpoint"] = server.Address, ["apiKeyVariable"] = "", ["generate"] = "completions", ["score"] = true, ["seeded"] = true });

        RequireAllButUnloading(report);
    }

    [Fact]
    public async Task A_model_behind_a_messages_server_conforms()
    {
        await using var server = new LetterServer();
        var report = await CheckAsync(
            () => new AnthropicLanguageModel(new AnthropicModelOptions { Model = "letters", Endpoint = server.Address, ApiKeyVariable = "" }),
            new JsonObject { ["model"] = "letters", ["endpoint"] = server.Address, ["apiKeyVariable"] = "" });

        RequireAllButUnloading(report);
    }

    // Polly, which makes their repetitions, checks its own options by DataAnnotations' Validator, and the runtime keeps those types.
    private static void RequireAllButUnloading(ConformanceReport report)
    {
        var failure = report.Failures.Should().ContainSingle(report.ToString()).Which;
        failure.Title.Should().Contain("unloaded");
        failure.Message.Should().Contain("Polly.Utils.ValidationHelper.ValidateObject in Polly.Core.dll uses DataAnnotations' Validator");
    }

    private static Task<ConformanceReport> CheckAsync(Func<ILanguageModel> create, JsonObject options) => LanguageModelConformance.CheckAsync(
        create, new LanguageModelConformanceOptions { Prompts = ["x", "y", "z"], Continuations = ["a", "b", "ca"], PartOptions = options });
}
