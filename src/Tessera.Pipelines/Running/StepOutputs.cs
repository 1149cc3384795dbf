using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Running;

/// <summary>The outputs of a run's steps: in memory where the step just ran, otherwise loaded when somebody needs them.</summary>
internal sealed class StepOutputs(PluginHost host) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _outputs = new(StringComparer.Ordinal);

    public void Add(string step, object output) => _outputs[step] = new Lazy<Task<object>>(Task.FromResult(output));

    public void AddStored(PipelineStep step, string folder) =>
        _outputs[step.Name] = new Lazy<Task<object>>(() => OutputStore.LoadAsync(host.OutputTypeOf(step.Part)!, folder, CancellationToken.None));

    public object Get(string step) => _outputs[step].Value.GetAwaiter().GetResult();

    /// <summary>Loads an output, if it is not yet in memory.</summary>
    public Task LoadAsync(string step) => _outputs[step].Value;

    /// <summary>A property of an output, as JSON.</summary>
    public JsonNode? Get(string step, string property)
    {
        var output = Get(step);
        return JsonSerializer.SerializeToNode(output, output.GetType(), RunJson.Options)?[property]?.DeepClone();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var output in _outputs.Values.Where(output => output.IsValueCreated && output.Value.IsCompletedSuccessfully))
        {
            var value = await output.Value.ConfigureAwait(false);
            if (value is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (value is IDisposable synchronous) synchronous.Dispose();
        }
    }
}
