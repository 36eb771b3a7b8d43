namespace AlignZeg.Model.Clip;

/// <summary>The stack of blocks of a tower; exists for its name in checkpoints ("encoder.layers.N").</summary>
internal sealed class Encoder : Module
{
    [ComponentName(Name = "layers")] private readonly ModuleList<TransformerBlock> _layers = [];

    public Encoder(int layers, Func<TransformerBlock> block)
        : base(nameof(Encoder))
    {
        for (int i = 0; i < layers; i++) _layers.Add(block());
        RegisterComponents();
    }

    public TransformerBlock this[int index] => _layers[index];

    public int Count => _layers.Count;
}
