using System.Text.Json;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class ProposalClassifierTests
{
    // Method, T5: K equal prototypes are one whose logit is larger by log K.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void LogBackground_OfEqualPrototypes_IsOneOfThem_RaisedByLogK(int prototypes)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (text, background, f) = (Unit(4, 8), Unit(1, 8), Unit(6, 8));
        var many = ProposalClassifier.Logits(f, text, background.repeat(prototypes, 1), tensor(20f));
        var one = ProposalClassifier.Logits(f, text, background, tensor(20f)) + tensor(new float[] { 0, 0, 0, 0, MathF.Log(prototypes) });
        Golden.AssertClose(one.log_softmax(-1).select(-1, 4), ProposalClassifier.LogBackground(many.log_softmax(-1), 4), 1e-4);
        Golden.AssertClose(one.softmax(-1).narrow(-1, 0, 4), many.softmax(-1).narrow(-1, 0, 4), 1e-5);
    }

    [Theory]
    [InlineData(AdapterForm.Off, 0)]
    [InlineData(AdapterForm.Linear, 8 * 8 + 8)]
    [InlineData(AdapterForm.Mlp, 8 * 16 + 16 + 16 * 8 + 8)]
    public void Adapt_IsTheIdentityBeforeTraining(AdapterForm form, long parameters)
    {
        using var scope = NewDisposeScope();
        using var classifier = new ProposalClassifier(8, 2, form, adapterWidth: 16);
        var e = Unit(5, 8);
        Golden.AssertClose(e, classifier.Adapt(e), 1e-6);
        Assert.Equal(2 * 8 + parameters, classifier.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData("true", AdapterForm.Linear)] // as in bundles of the first version
    [InlineData("false", AdapterForm.Off)]
    [InlineData("\"mlp\"", AdapterForm.Mlp)]
    public void AdapterForm_IsReadFromJson_OldAndNew(string json, AdapterForm form)
    {
        Assert.Equal(form, JsonSerializer.Deserialize<AdapterForm>(json));
        Assert.Equal(form, JsonSerializer.Deserialize<AdapterForm>(JsonSerializer.Serialize(form)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AdapterForm>("\"cubic\""));
    }

    private static Tensor Unit(int rows, int dimension) => nn.functional.normalize(randn(rows, dimension), dim: -1);
}
