using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Tests.Clip;

public sealed class AttentionTests
{
    // SAN's form: class tokens, then patches, in one sequence under a square mask; -100 hides (method 5).
    [Fact]
    public void Read_EqualsTheMaskedForm()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var attention = new Attention(32, 4);
        var (tokens, patches, bias) = (randn(2, 3, 32), randn(2, 7, 32), randn(2, 4, 3, 7));
        var all = cat([tokens, patches], 1);                                            // [B, 3+7, C]
        var mask = zeros(2, 4, 10, 10);
        mask.narrow(-1, 0, 3).fill_(-100);                                              // nobody reads class tokens ..
        for (int i = 0; i < 3; i++) mask.select(2, i).select(-1, i).fill_(0);           // .. but each reads itself
        mask.narrow(2, 0, 3).narrow(3, 3, 7).copy_(bias);
        Golden.AssertClose(attention.Attend(all, all, all, mask).narrow(1, 0, 3), attention.Read(tokens, patches, bias), 1e-5);
    }

    [Fact]
    public void Read_LeavesOneTensor()
    {
        using var scope = NewDisposeScope();
        var attention = new Attention(32, 4);
        var (tokens, patches, bias) = (randn(2, 3, 32), randn(2, 7, 32), randn(2, 4, 3, 7));
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        attention.Read(tokens, patches, bias);
        Assert.Equal(live + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
