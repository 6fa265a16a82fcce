import { expect } from "chai";
import { UNKNOWN } from "../../core/field";
import type { KarpenterVersion } from "../../core/versions";
import { placeClass, placePool, validatePoolsAndClasses } from "../../core/wiring";
import { brief, FULL_KUBELET, LAB_CLASS, LAB_POOL, LAB_TAINTED_POOL, V1, V1BETA1 } from "./support";

const PATHS = { nodePools: "nodePools", nodeClasses: "nodeClasses" };
const validate = (pools: unknown, classes: unknown, version: KarpenterVersion = V1) =>
  validatePoolsAndClasses(pools, classes, PATHS, version);

describe("core/wiring", () => {
  describe("validatePoolsAndClasses has nothing against", () => {
    for (const version of [V1BETA1, V1]) {
      it(`the lab's pools with a kubelet on its class, under ${version.version}`, () => {
        const pools = { default: LAB_POOL, api: LAB_TAINTED_POOL };
        const classes = { default: { ...LAB_CLASS, kubelet: FULL_KUBELET } };
        expect(validate(pools, classes, version)).to.deep.equal([]);
      });
    }

    it("nothing, a class without a pool, and what is not known yet", () => {
      expect(validate(undefined, undefined)).to.deep.equal([]);
      expect(validate({}, { spare: LAB_CLASS })).to.deep.equal([]);
      expect(validate({ default: UNKNOWN }, { default: UNKNOWN })).to.deep.equal([]);
    });
  });

  describe("validatePoolsAndClasses refuses", () => {
    const refer = (nodeClassName: unknown, classes: object): unknown =>
      validate({ default: { ...LAB_POOL, nodeClassName } }, classes);

    it("a class that is not there, and guesses the one that was meant", () => {
      expect(refer("defualt", { default: LAB_CLASS, gpu: LAB_CLASS })).to.deep.equal([
        {
          path: "nodePools.default.nodeClassName",
          value: "defualt",
          message: "no such EC2NodeClass",
          allowed: "default, gpu",
          fix: "did you mean default?",
        },
      ]);
    });

    it("a class that is like none of those there", () => {
      expect(refer("batch-jobs", { default: LAB_CLASS, gpu: LAB_CLASS })).to.deep.equal([
        {
          path: "nodePools.default.nodeClassName",
          value: "batch-jobs",
          message: "no such EC2NodeClass",
          allowed: "default, gpu",
          fix: "name one of these, or add the class",
        },
      ]);
    });

    it("any class where there is none", () => {
      expect(refer("default", {})).to.deep.equal([
        {
          path: "nodePools.default.nodeClassName",
          value: "default",
          message: "no such EC2NodeClass",
          allowed: "a class of nodeClasses, which is empty",
          fix: "name one of these, or add the class",
        },
      ]);
    });

    it("a reference that is an output, since it decides what is made after what", () => {
      expect(refer(UNKNOWN, { default: LAB_CLASS })).to.deep.equal([
        {
          path: "nodePools.default.nodeClassName",
          message: "not a plain text",
          allowed: "the key of a class of nodeClasses",
          fix: "write the key instead of an output",
        },
      ]);
    });

    it("names that Kubernetes does not take, wherever they stand", () => {
      const pools = { My_Pool: { ...LAB_POOL, nodeClassName: "the class" } };
      expect(brief(validate(pools, { "the class": LAB_CLASS }))).to.deep.equal([
        'nodeClasses["the class"]: malformed',
        "nodePools.My_Pool: malformed",
        "nodePools.My_Pool.nodeClassName: malformed",
      ]);
    });

    it("what is wrong with the parts themselves, classes first", () => {
      const pools = { default: { ...LAB_POOL, weight: 0 } };
      const classes = { default: { ...LAB_CLASS, role: undefined } };
      expect(brief(validate(pools, classes))).to.deep.equal([
        "nodeClasses.default.role: neither role nor instanceProfile is given",
        "nodePools.default.weight: out of range",
      ]);
    });

    for (const version of [V1BETA1, V1]) {
      it(`a bad kubelet of a class once, under ${version.version}`, () => {
        const kubelet = {
          maxPods: -1,
          imageGCHighThresholdPercent: 1,
          imageGCLowThresholdPercent: 2,
        };
        const classes = { default: { ...LAB_CLASS, kubelet } };
        expect(brief(validate({ default: LAB_POOL }, classes, version))).to.deep.equal([
          "nodeClasses.default.kubelet.maxPods: out of range",
          "nodeClasses.default.kubelet.imageGCHighThresholdPercent: not above imageGCLowThresholdPercent (2)",
        ]);
      });
    }

    it("a kubelet that is only wrong once pool and class are put together", () => {
      const pools = { default: { ...LAB_POOL, kubelet: { imageGCLowThresholdPercent: 90 } } };
      const classes = { default: { ...LAB_CLASS, kubelet: { imageGCHighThresholdPercent: 80 } } };
      expect(brief(validate(pools, classes, V1BETA1))).to.deep.equal([
        "nodePools.default.kubelet.imageGCHighThresholdPercent: not above imageGCLowThresholdPercent (90)",
      ]);
    });
  });

  describe("placePool and placeClass", () => {
    const CLASS = { ...LAB_CLASS, kubelet: { maxPods: 30, podsPerCore: 4 } };
    const POOL = { ...LAB_POOL, kubelet: { maxPods: 50 } };

    it("leave kubelet with the class in v1", () => {
      expect([placePool(LAB_POOL, CLASS, V1), placeClass(CLASS, V1)]).to.deep.equal([
        LAB_POOL,
        CLASS,
      ]);
    });

    it("move kubelet to the pool in v1beta1, where the pool's own fields win", () => {
      expect(placePool(LAB_POOL, CLASS, V1BETA1)).to.deep.equal({
        ...LAB_POOL,
        kubelet: { maxPods: 30, podsPerCore: 4 },
      });
      expect(placePool(POOL, CLASS, V1BETA1)).to.deep.equal({
        ...LAB_POOL,
        kubelet: { maxPods: 50, podsPerCore: 4 },
      });
      expect(placeClass(CLASS, V1BETA1)).to.deep.equal(LAB_CLASS);
    });

    it("leave everything alone where there is no kubelet or no class", () => {
      expect(placePool(POOL, LAB_CLASS, V1BETA1)).to.deep.equal(POOL);
      expect(placePool(POOL, undefined, V1BETA1)).to.deep.equal(POOL);
      expect(placeClass(LAB_CLASS, V1BETA1)).to.deep.equal(LAB_CLASS);
    });
  });
});
