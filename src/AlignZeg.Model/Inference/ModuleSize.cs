namespace AlignZeg.Model.Inference;

/// <summary>What a module takes of its device's memory.</summary>
internal static class ModuleSize
{
    /// <summary>Bytes of all parameters and buffers.</summary>
    public static long Of(Module module) => module.parameters().Concat(module.buffers()).Sum(values => values.numel() * values.element_size());
}
