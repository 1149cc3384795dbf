namespace Tessera.Routers.Task;

/// <summary>Options of <c>router/task</c>.</summary>
internal sealed class TaskOptions
{
    /// <summary>The experts' metadata that name their tasks, parted by commas. An expert whose name is a task's serves it, too.</summary>
    /// <value>The default value is <c>task</c>.</value>
    public string Metadata { get; set; } = "task";

    /// <summary>The name of the expert for examples whose task is unknown or has no expert.</summary>
    /// <value>By default all experts share such examples equally.</value>
    public string? Default { get; set; }
}
