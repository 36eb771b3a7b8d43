namespace AlignZeg.Model.Checkpoints;

/// <summary>A name that a pickle mentions: a function to call or a type. It is only ever compared with the few that are known; nothing is looked up or run.</summary>
internal sealed record PickledName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
