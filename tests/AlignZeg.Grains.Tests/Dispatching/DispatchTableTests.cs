using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Dispatching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AlignZeg.Grains.Tests.Dispatching;

public sealed class DispatchTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DispatchTable _table;

    public DispatchTableTests() => _table = new(_time);

    [Fact]
    public void LowestShard_IsNext_UntilItIsExhausted()
    {
        _table.Offer(Job("a", "1", 0, 1));
        Assert.Equal(["a/1/0", "a/1/0"], Next(2));
        _table.Exhausted(Shard("a", "1", 0), TimeSpan.FromSeconds(5));
        Assert.Equal(["a/1/1"], Next(1));
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(5), _table.NextReturn);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a/1/0"], Next(1));
    }

    [Fact]
    public void ExhaustedForGood_ComesBackWhenSaid_OrAfterAWhile()
    {
        _table.Offer(Job("a", "1", 0));
        _table.Exhausted(Shard("a", "1", 0), null);
        Assert.Null(_table.Next("w", 1));
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(30), _table.NextReturn);
        _table.Offer(Job("a", "1", 0)); // the same offer again tells nothing new
        Assert.Null(_table.Next("w", 1));
        _table.Available(Shard("a", "1", 0), 0);
        Assert.Equal(["a/1/0"], Next(1));
        _table.Exhausted(Shard("a", "1", 0), null); // by a worker that was slow to say it: nobody has anything of it in hand, so nobody will say that it is back
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["a/1/0"], Next(1));
    }

    [Fact]
    public void Tenants_TakeTurns_WhateverTheNumberOfTheirJobs()
    {
        foreach (string job in new[] { "1", "2", "3" }) _table.Offer(Job("big", job, 0));
        _table.Offer(Job("small", "1", 0));
        Assert.Equal(["big/1/0", "small/1/0", "big/2/0", "small/1/0", "big/3/0", "small/1/0"], Next(6));
    }

    [Fact]
    public void PostponedJob_IsLeftOut_UntilItsTime_ThoughItIsOfferedAgain()
    {
        _table.Offer(Job("a", "1", 0, 1));
        _table.Offer(Job("a", "2", 0));
        _table.Postpone(new("a", "1"), TimeSpan.FromSeconds(5));
        _table.Offer(Job("a", "1", 0, 1));
        Assert.Equal(["a/2/0", "a/2/0"], Next(2));
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(5), _table.NextReturn);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a/1/0", "a/2/0"], Next(2));
    }

    [Fact]
    public void WithdrawnJob_IsForgotten()
    {
        _table.Offer(Job("a", "1", 0));
        _table.Exhausted(Shard("a", "1", 0), null);
        _table.Withdraw(new("a", "1"));
        Assert.Null(_table.Next("w", 1));
        _table.Offer(Job("a", "1", 0));
        Assert.Equal(["a/1/0"], Next(1));
    }

    [Fact]
    public void Jobs_GoByPriority_ThenDeadline_ThenTurns()
    {
        _table.Offer(Job("a", "plain", 0));
        _table.Offer(Job("a", "late", new JobTerms(0, _time.GetUtcNow().AddDays(2)), 0));
        _table.Offer(Job("a", "early", new JobTerms(0, _time.GetUtcNow().AddDays(1)), 0));
        _table.Offer(Job("a", "urgent", new JobTerms(5), 0));
        _table.Offer(Job("a", "plain2", 0));
        var order = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            order.AddRange(Next(2));
            _table.Withdraw(ShardKey.Parse(order[^1]).Job);
        }

        Assert.Equal(["a/urgent/0", "a/urgent/0", "a/early/0", "a/early/0", "a/late/0", "a/late/0"], order);
        Assert.Equal(["a/plain/0", "a/plain2/0", "a/plain/0"], Next(3));
    }

    [Fact]
    public void UnusedImages_AreNotCharged()
    {
        _table.Offer(Job("a", "1", 0));
        _table.Offer(Job("b", "1", 0));
        Next(2); // both have had 10
        _table.Confirm("w", 2); // the last one, b, really got 2
        Assert.Equal(["b/1/0", "a/1/0"], Next(2)); // b 12, then a is behind
        _table.Available(Shard("a", "1", 0), 15);
        Assert.Equal(["a/1/0"], Next(1));
    }

    [Fact]
    public void TenantThatComesBack_HasSavedNothing_AndHasPaidForWhatItHad()
    {
        _table.Offer(Job("busy", "1", 0));
        _table.Offer(Job("idle", "1", 0));
        _table.Exhausted(Shard("idle", "1", 0), TimeSpan.FromMinutes(1));
        Next(100);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(5, Next(10).Count(shard => shard.StartsWith("idle", StringComparison.Ordinal)));
        Assert.Null(_table.MakesRoom([new("busy", "1")])); // it was here all the time
        _table.Next("w", 1000);
        string ahead = Next(1)[0] == "busy/1/0" ? "idle" : "busy";
        _table.Withdraw(new(ahead, "1"));
        _table.Offer(Job(ahead, "2", 0));
        Assert.DoesNotContain(Next(50), shard => shard.StartsWith(ahead, StringComparison.Ordinal));
    }

    [Fact]
    public void TenantThatComes_GoesFirst_AndOneWorkerMakesRoom_Once()
    {
        _table.Offer(Job("big", "1", 0));
        Next(20);
        Assert.Null(_table.MakesRoom([new("big", "1")]));
        _table.Offer(Job("small", "1", 0));
        Assert.Null(_table.MakesRoom([new("small", "1")]));
        Assert.Equal(new JobKey("big", "1"), _table.MakesRoom([new("big", "1")]));
        Assert.Null(_table.MakesRoom([new("big", "1")])); // asked for already
        _table.Available(Shard("big", "1", 0), 20); // the images that it gave back do not put it first again
        var ticket = _table.Next("w", 10)!;
        Assert.Equal((Shard("small", "1", 0), true), (ticket.Shard, ticket.GoesFirst));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_table.MakesRoom([new("small", "1")]));
        Assert.Null(_table.MakesRoom([new("big", "1")]));
        Assert.False(_table.Next("w", 10)!.GoesFirst);
    }

    [Fact]
    public void RequestThatIsLost_IsMadeAgain()
    {
        _table.Offer(Job("big", "1", 0));
        Next(2);
        _table.Offer(Job("small", "1", 0));
        Assert.NotNull(_table.MakesRoom([new("big", "1")]));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull(_table.MakesRoom([new("big", "1")]));
    }

    [Fact]
    public void HigherPriority_MakesRoom_WithinTheTenantOnly()
    {
        _table.Offer(Job("a", "plain", 0));
        Next(1);
        _table.Offer(Job("a", "urgent", new JobTerms(1), 0));
        Assert.Null(_table.MakesRoom([new("b", "1"), new("a", "urgent")]));
        Assert.Equal(new JobKey("a", "plain"), _table.MakesRoom([new("a", "urgent"), new("a", "plain")]));
        Assert.Null(_table.MakesRoom([new("a", "plain")]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Images_AreSharedByWeight_WhateverTheLeases(int seed)
    {
        var random = new Random(seed);
        _table.Offer(Job("one", "1", 0, 1));
        _table.Offer(Job("three", "1", 0) with { Weight = 3 });
        var images = new Dictionary<string, int> { ["one"] = 0, ["three"] = 0 };
        for (int i = 0; i < 4000; i++)
        {
            string worker = $"w{random.Next(4)}";
            int asked = random.Next(1, 33);
            var ticket = _table.Next(worker, asked)!;
            int taken = random.Next(asked + 1);
            _table.Confirm(worker, taken);
            int given = random.Next(8) == 0 ? random.Next(taken + 1) : 0;
            if (given > 0) _table.Available(ticket.Shard, given);
            images[ticket.Shard.Job.Tenant] += taken - given;
        }

        Assert.InRange((double)images["three"] / images["one"], 2.95, 3.05);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void NoTenant_Starves_WhileOthersComeAndGo(int seed)
    {
        var random = new Random(seed);
        _table.Offer(Job("steady", "1", 0));
        int waited = 0, longest = 0;
        for (int i = 0; i < 5000; i++)
        {
            string other = $"t{random.Next(5)}";
            if (random.Next(3) == 0) _table.Offer(Job(other, "1", 0) with { Weight = random.Next(1, 4) });
            else if (random.Next(3) == 0) _table.Withdraw(new(other, "1"));
            waited = _table.Next("w", 10)!.Shard.Job.Tenant == "steady" ? 0 : waited + 1;
            longest = Math.Max(longest, waited);
        }

        Assert.InRange(longest, 1, 40); // five others of weight 3 at most, each with a lease for coming
    }

    private List<string> Next(int times) => [.. Enumerable.Range(0, times).Select(_ => _table.Next("w", 10)!.Shard.ToString())];

    private static ShardKey Shard(string tenant, string job, int number) => new(new JobKey(tenant, job), number);

    private static JobOffer Job(string tenant, string job, params int[] shards) => Job(tenant, job, null, shards);

    private static JobOffer Job(string tenant, string job, JobTerms? terms, params int[] shards) =>
        new(new(new(tenant, job), new JobRequest(new(tenant, "d"), 1, new(tenant, "v"), 1, new ModelBundle(new("m"), "/m", "h"), new JobOutputs(), terms)), shards);
}
