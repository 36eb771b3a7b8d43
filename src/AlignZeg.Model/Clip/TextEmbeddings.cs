namespace AlignZeg.Model.Clip;

/// <summary>Token ids to tokens with positions added.</summary>
internal sealed class TextEmbeddings : Module<Tensor, Tensor>
{
    [ComponentName(Name = "token_embedding")] private readonly Embedding _token;
    [ComponentName(Name = "position_embedding")] private readonly Embedding _position;

    public TextEmbeddings(TextConfig config)
        : base(nameof(TextEmbeddings))
    {
        (_token, _position) = (Embedding(config.VocabSize, config.HiddenSize), Embedding(config.Context, config.HiddenSize));
        init.normal_(_token.weight!, std: .02);
        init.normal_(_position.weight!, std: .01);
        RegisterComponents();
    }

    /// <param name="ids">[B, T], 64-bit.</param> <returns>[B, T, C].</returns>
    public override Tensor forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        return (_token.call(ids) + _position.weight!.narrow(0, 0, ids.size(1))).MoveToOuterDisposeScope();
    }
}
