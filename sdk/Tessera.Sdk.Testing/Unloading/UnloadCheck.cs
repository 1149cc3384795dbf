using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Tessera.Unloading;

namespace Tessera.Sdk.Testing.Unloading;

/// <summary>Loads a part's plugin once more, uses the part there, and unloads it: nothing may hold on to it.</summary>
internal static class UnloadCheck
{
    /// <summary>What is asked, in every kit.</summary>
    public const string Title = "The plugin can be unloaded once the part was used and disposed of";

    /// <param name="part">A part, of which only the class counts.</param>
    /// <param name="options">Its options, as a pipeline says them; null for the defaults.</param>
    /// <param name="use">Uses a new part once.</param>
    /// <param name="token">Ends the check.</param>
    public static async Task<string?> FindFaultAsync<TPart>(TPart part, JsonObject? options, Func<TPart, Task> use, CancellationToken token) where TPart : class
    {
        var type = part.GetType();
        await Disposal.DisposeAsync(part).ConfigureAwait(false);
        if (type.Assembly.Location.Length == 0) throw new NotApplicableException("the part's assembly was not loaded from a file.");
        var (released, flow) = await UseAsync(type.Assembly.Location, type.FullName!, options, use).ConfigureAwait(false);
        var gone = await released.HasGoneAsync(token).ConfigureAwait(false);
        GC.KeepAlive(flow);
        return gone ? null : $"something still holds on to it, so that a build of it cannot take the place of an earlier one. {released.Explain()}";
    }

    // By itself, so that nothing of the plugin is left on the stack of whoever looks whether it has gone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(ReleasedContext Released, ExecutionContext? Flow)> UseAsync<TPart>(string assembly, string type, JsonObject? options, Func<TPart, Task> use) where TPart : class
    {
        var context = new PluginContext(assembly);
        try
        {
            var part = (TPart)HostedPart.Create(context.LoadFromAssemblyPath(assembly).GetType(type, throwOnError: true)!, options);
            await use(part).ConfigureAwait(false);
            await Disposal.DisposeAsync(part).ConfigureAwait(false);
            // What the part left in the flow of its caller goes on with whatever the caller does next.
            return (ReleasedContext.Of(context), ExecutionContext.Capture());
        }
        catch
        {
            context.Unload();
            throw;
        }
    }
}
