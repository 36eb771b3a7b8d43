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
    public void ExhaustedForGood_ComesBackWhenSaid()
    {
        _table.Offer(Job("a", "1", 0));
        _table.Exhausted(Shard("a", "1", 0), null);
        Assert.Null(_table.Next());
        Assert.Null(_table.NextReturn);
        _table.Offer(Job("a", "1", 0)); // the same offer again tells nothing new
        Assert.Null(_table.Next());
        _table.Available(Shard("a", "1", 0));
        Assert.Equal(["a/1/0"], Next(1));
    }

    [Fact]
    public void Tenants_TakeTurns_WhateverTheNumberOfTheirJobs()
    {
        foreach (string job in new[] { "1", "2", "3" }) _table.Offer(Job("big", job, 0));
        _table.Offer(Job("small", "1", 0));
        Assert.Equal(["big/1/0", "small/1/0", "big/2/0", "small/1/0", "big/3/0", "small/1/0", "big/1/0"], Next(7));
    }

    [Fact]
    public void WithdrawnJob_IsForgotten()
    {
        _table.Offer(Job("a", "1", 0));
        _table.Exhausted(Shard("a", "1", 0), null);
        _table.Withdraw(new("a", "1"));
        Assert.Null(_table.Next());
        _table.Offer(Job("a", "1", 0));
        Assert.Equal(["a/1/0"], Next(1));
    }

    private List<string> Next(int times) => [.. Enumerable.Range(0, times).Select(_ => _table.Next()!.Shard.ToString())];

    private static ShardKey Shard(string tenant, string job, int number) => new(new JobKey(tenant, job), number);

    private static JobOffer Job(string tenant, string job, params int[] shards) =>
        new(new(new(tenant, job), new JobRequest(new(tenant, "d"), 1, new(tenant, "v"), 1, new ModelBundle(new("m"), "/m", "h"), new JobOutputs())), shards);
}
