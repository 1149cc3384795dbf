using Tessera.Sdk.Schemas;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tools;

/// <summary>A tool with typed arguments: the schema comes from the class, and wrong arguments are answered before the tool sees them.</summary>
/// <remarks>
/// Models write numbers as text and leave out what is null; both are understood. Descriptions of the arguments stand in
/// <see cref="System.ComponentModel.DescriptionAttribute"/>s. A <see cref="WorkspaceException"/> becomes a failed observation.
/// </remarks>
/// <typeparam name="TArguments">The arguments: a class with a parameterless constructor and settable properties.</typeparam>
public abstract class Tool<TArguments> : ITool where TArguments : class
{
    /// <summary>Defines a tool.</summary>
    /// <param name="name">The name that agents call.</param>
    /// <param name="description">What it does and when to use it, for the agent.</param>
    protected Tool(string name, string description) : this(name, description, isReadOnly: false)
    {
    }

    /// <summary>Defines a tool of which it is known whether its calls change anything.</summary>
    /// <param name="name">The name that agents call.</param>
    /// <param name="description">What it does and when to use it, for the agent.</param>
    /// <param name="isReadOnly">Whether no call changes anything.</param>
    protected Tool(string name, string description, bool isReadOnly) =>
        Definition = new ToolDefinition(name, description, JsonSchema.DescribeArguments(typeof(TArguments))) { IsReadOnly = isReadOnly };

    /// <inheritdoc/>
    public ToolDefinition Definition { get; }

    /// <inheritdoc/>
    public async ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var binding = ObjectBinder.Bind(typeof(TArguments), call.Arguments, BindingRules.Lenient);
        if (binding.Errors.Count > 0)
            return Observation.Failure($"The arguments of {Definition.Name} are not right: {string.Join(" ", binding.Errors)}");
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var observation = await CallAsync((TArguments)binding.Value!, session, cancellationToken).ConfigureAwait(false);
            return observation.Bounded();
        }
        catch (WorkspaceException refused)
        {
            return Observation.Failure(refused.Message);
        }
    }

    /// <summary>Answers one call.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What the agent sees.</returns>
    protected abstract ValueTask<Observation> CallAsync(TArguments arguments, IToolSession session, CancellationToken cancellationToken);
}
