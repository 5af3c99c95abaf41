var E,Mt,Or,Z,Ge,Oe,St,je,Et,Je,Qe,Pt,ye=Symbol.for("pv"),Ue={},qe=[],Ur=/^m(i|n|o|s|text|space)$/,Xe=Array.isArray,Rt=qe.slice,ie=Object.assign;function se(r){
r&&r.parentNode&&r.remove()}function Ce(r,e,t,n,o){var s={type:r,props:e,key:t,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:ye,__v:o||++Mt,__i:-1,__u:0};return!o&&E.vnode&&E.
vnode(s),s}function P(r){return r.children}function Be(r,e){this.props=r,this.context=e,this.__g=0}function ee(r,e){if(e==null)return r.__&&ee(r.__,r.__i+1);for(var t;e<r.
__k.length;e++)if((t=r.__k[e])&&t.__e)return t.__e;return typeof r.type!="function"||r.props.__P?null:ee(r)}function qr(r){var e,t=r.__v,n=t.__e,o=[],s=[],a=r.__P;
a&&((e=ie({constructor:ye},t)).__v=t.__v+1,E.vnode&&E.vnode(e),Ze(a,e,t,r.__n,a.namespaceURI,32&t.__u?[n]:null,o,n||ee(t),32&t.__u,s),e.__v=t.__v,e.__.__k[e.__i]=
e,Bt(o,e,s),t.__=t.__e=null,e.__e!=n&&Ft(e))}function Ft(r){if((r=r.__)&&r.__c&&!r.props.__P)return r.__e=null,r.__k.some(function(e){return e&&(r.__e=e.__e)}),
Ft(r)}function Ye(r){(8&r.__g||(r.__g|=8,Z.push(r),Oe++))&&Ge==E.debounceRendering||((Ge=E.debounceRendering)||queueMicrotask)(At)}function At(){try{for(var r,e=1;Z.
length;)Z.length>e&&Z.sort(St),r=Z.shift(),e=Z.length,8&r.__g&&qr(r)}finally{(Oe=Z.length)&&(Ge||queueMicrotask)(At)}}function Tt(r,e,t,n,o,s,a,c,p,f,l){var b,m,
u,h,k,w,v=n.__k||qe,g=e.length;for(p=Lr(t,e,v,p,g),b=0;b<g;b++)(u=t.__k[b])!=null&&(m=~u.__i&&v[u.__i]||Ue,u.__i=b,w=Ze(r,u,m,o,s,a,c,p,f,l),h=u.__e,(m.ref!=u.ref||
8&m.__u)&&(m.ref&&et(m.ref,null,u,m),u.ref&&l.push(u.ref,u.__c||h,u)),k=k||h,4&u.__u?(p=jt(u,p,r,!m.__v),m.__e&&(m.__e=null)):typeof u.type=="function"&&w!==void 0?
p=w:h&&(p=h.nextSibling),u.__u&=-21);return t.__e=k,p}function Lr(r,e,t,n,o){var s,a,c,p,f,l,b,m,u,h=t.length,k=h,w=0,v=0,g=r.__k=Array(o);for(s=0;s<o;s++)(a=e[s])!=
null&&typeof a!="boolean"&&typeof a!="function"?(typeof a!="object"||a.constructor===String?a=g[s]=Ce(null,a):Xe(a)?a=g[s]=Ce(P,{children:a}):a.constructor===ye&&
a.__b?a=g[s]=Ce(a.type,a.props,a.key,a.ref,a.__v):g[s]=a,p=s+w,a.__=r,a.__b=r.__b+1,c=null,~(f=a.__i=Dr(a,t,p,k))&&(k--,(c=t[f])&&(c.__u|=2)),c&&c.__v?(a.__u|=16,
f==p-1?w--:f==p+1?w++:f!=p&&(f>p?w--:w++,v=1)):(~f||(o>h?w--:o<h&&w++),typeof a.type!="function"&&(a.__u|=4))):g[s]=null;if(v){for(l=[],b=[],s=0;s<o;s++)if((a=g[s])&&
16&a.__u){for(w=0,m=l.length;w<m;)l[u=w+m>>1]<a.__i?w=u+1:m=u;l[w]=a.__i,b[s]=w+1}for(w=l.length;s--;)b[s]&&(b[s]==w?w--:g[s].__u|=4)}if(k)for(s=0;s<h;s++)!(c=t[s])||
2&c.__u||(c.__e==n&&(n=ee(c)),tt(c,c));return n}function jt(r,e,t,n){var o,s,a,c;if(typeof r.type=="function"){if(r.props.__P)return e;if(o=r.__k)for(s=0;s<o.length;s++)
o[s]&&(o[s].__=r,e=jt(o[s],e,t,!1));return e}for(e&&!e.parentNode&&(e=ee(r))&&!e.parentNode&&(e=null),a=r.__e,c=e;c&&c.nodeType==8;)c=c.nextSibling;for(a!=c&&(!n&&
t.moveBefore&&a.parentNode?t.moveBefore(a,e):t.insertBefore(a,e||null)),e=a;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function Dr(r,e,t,n){var o,s=r.key,a=r.type,c=e[t],p=c&&!(2&c.__u);if(c===null&&s==null||p&&s==c.key&&a==c.type)return t;if(n>(p?1:0)){for(o=t-1;o>=0;o--)if((c=
e[o])&&!(2&c.__u)&&s==c.key&&a==c.type)return o;for(o=t+1;o<e.length;o++)if((c=e[o])&&!(2&c.__u)&&s==c.key&&a==c.type)return o}return-1}function xt(r,e,t){t==null&&
(t=""),e[0]=="-"?r.setProperty(e,t):r[e]=t}function Te(r,e,t,n,o){var s,a;if(e=="style")if(typeof t=="string")r.style.cssText=t;else{if(typeof n=="string"&&(r.style.
cssText=n=""),n)for(e in n)t&&e in t||xt(r.style,e);if(t)for(e in t)n&&t[e]==n[e]||xt(r.style,e,t[e])}else if(e[0]=="o"&&e[1]=="n")typeof t!="function"&&(t=null),
typeof n!="function"&&(n=null),(r.__e||(r.__e={}))[e]=t,t&&n||(a=Qe[e]||(Qe[e]=Nr(e)),(r.__a||(r.__a={}))[e]=Je,s=e!=(e=e.replace(Et,"$1")),(e=e.slice(2))[0]<"a"&&
(e=e.toLowerCase()),t?r.addEventListener(e,a,s):r.removeEventListener(e,a,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in r)
try{return void(r[e]=t??"")}catch{}if(typeof t=="function")return;t==null||t===!1&&e[4]!="-"?r.removeAttribute(e):r.setAttribute(e,e=="popover"&&t==1?"":t)}}function Nr(r){
return function(e){var t=this.__e;if(t){if(t=t[r],e[je]==null)e[je]=Je++;else if(e[je]<this.__a[r])return;return t(E.event?E.event(e):e)}}}function Ze(r,e,t,n,o,s,a,c,p,f){
var l,b,m,u,h,k,w,v,g,x,M,de,Pe,ne,Y,ue,V,W,K=e.type;if(e.constructor!==ye)return null;128&t.__u&&(p=32&t.__u,l=t.__c.__z)&&(e.__u|=p,b=s=[],l.nodeType==8?c=Ie(
l,s):s.push(l),c=s[0]||c),(l=E.__b)&&l(e);e:if(typeof K=="function"){m=a.length;try{if(v=e.props,g=(l=K.prototype)&&l.render,x=(l=K.contextType)&&n[l.__c],M=l?x?
x.props.value:l.__:n,(u=t.__c)?(e.__c=u,2&u.__g&&(u.__g|=1)):(g?e.__c=u=new K(v,M):(e.__c=u=new Be(v,M),u.constructor=K,u.render=$r),x&&x.sub(u),u.state||(u.state=
{}),u.__n=n,u.__g|=8,u.__h=[],u.__k=[]),g&&(u.__s||(u.__s=u.state),K.getDerivedStateFromProps&&(u.__s==u.state&&(u.__s=ie({},u.__s)),ie(u.__s,K.getDerivedStateFromProps(
v,u.__s)))),h=u.props,k=u.state,u.__v=e,t.__c){if(v!==h&&g&&!K.getDerivedStateFromProps&&u.componentWillReceiveProps&&u.componentWillReceiveProps(v,M),e.__v==t.
__v&&!(8&u.__g)||!(4&u.__g)&&u.shouldComponentUpdate&&u.shouldComponentUpdate(v,u.__s,M)===!1){e.__v!=t.__v&&(u.props=v,u.state=u.__s,u.__g&=-9),e.__e=t.__e,e.__k=
t.__k,e.__k.some(function(B){B&&(B.__=e)}),qe.push.apply(u.__h,u.__k),u.__k=[],u.__h.length&&a.push(u),c=ee(t);break e}u.componentWillUpdate&&u.componentWillUpdate(
v,u.__s,M),g&&u.componentDidUpdate&&u.__h.push(function(){u.componentDidUpdate(h,k,w)})}else g&&!K.getDerivedStateFromProps&&u.componentWillMount&&u.componentWillMount(),
g&&u.componentDidMount&&u.__h.push(u.componentDidMount);u.context=M,u.props=v,u.__P=r,u.__g&=-5,de=E.__r,Pe=g?25:0;do u.__g&=-9,de&&de(e),l=u.render(u.props,u.state=
u.__s,u.context);while(8&u.__g&&++Pe<25);g&&(qe.push.apply(u.__h,u.__k),u.__k=[]),u.state=u.__s,u.getChildContext&&(n=ie({},n,u.getChildContext())),g&&t.__c&&u.
getSnapshotBeforeUpdate&&(w=u.getSnapshotBeforeUpdate(h,k)),ne=l&&l.type===P&&l.key==null?l.props.children:l,v.__P&&(l=c,o=(r=v.__P).namespaceURI,p=s=null,t.props&&
t.props.__P!=r&&(t.__k.some(function(B){B&&tt(B,B)}),t.__k=null),c=t.__k?ee(t,0):null),c=Tt(r,Xe(ne)?ne:[ne],e,t,n,o,s,a,c,p,f),v.__P&&(e.__e=null,c=l),e.__u&=-161,
b&&b.some(se),u.__h.length&&a.push(u),1&u.__g&&(u.__g&=-4)}catch(B){if(a.length=m,e.__v=null,p||s)if(B&&B.then){if(e.__u|=128|p,s){for(~(V=s.indexOf(c||void 0))||
(V=s.length);(W=s[V-1])&&W.nodeType==8;)V--;for(;V<s.length;V++)if(W=s[V])if(s[V]=null,Y){if(W==ue)break}else{if(W.nodeType!=8)break;W.data.startsWith("$s")&&(ue=
Ie(Y=W))}}if(!Y){for(;c&&c.nodeType==8&&c.nextSibling;)c=c.nextSibling;Y=c}(l=Ie(Y=e.__c.__z||(e.__c.__z=Y)))?(e.__e=Y,c=l):e.__e=c,c=c&&c.nextSibling}else s&&s.
some(se);else e.__e=t.__e;e.__k||(e.__k=t.__k||[]),B&&B.then||Ct(e),E.__e(B,e,t)}}else c=e.__e=zr(t.__e,e,t,n,o,s,a,p,f,r);return(l=E.diffed)&&l(e),c}function Ie(r,e){
if(r&&r.nodeType==8&&r.data.startsWith("$s"))for(var t=1;r=r.nextSibling;){if(r.nodeType==8){if(r.data.startsWith("$s"))t++;else if(r.data.startsWith("/$s")&&!--t)
return r}e&&e.push(r)}}function Ct(r){r&&(r.__c&&(r.__c.__g|=4),r.__k&&r.__k.some(Ct))}function Bt(r,e,t){for(var n=0;n<t.length;)et(t[n++],t[n++],t[n++]);E.__c&&
E.__c(e,r),r.some(function(o){try{r=o.__h,o.__h=[],r.some(function(s){s.call(o)})}catch(s){E.__e(s,o.__v)}})}function zr(r,e,t,n,o,s,a,c,p,f){var l,b,m,u,h,k,w,
v,g=t.props||Ue,x=e.props,M=e.type;if(M=="svg"?o="http://www.w3.org/2000/svg":M=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xht\
ml"),s){for(l=0;l<s.length;l++)if((h=s[l])&&(M?h.localName==M:h.nodeType==3)){r=h,s[l]=null;break}}if(!r){if(v=f.ownerDocument||document,!M)return v.createTextNode(
x);r=v.createElementNS(o,M,x.is?x:f),c&&(E.__m&&E.__m(e,s),c=!1),s=null}if(M){if(f=M=="template"&&r.content||r,s=M=="textarea"&&x.defaultValue!=null?null:s&&Rt.
call(f.childNodes),!c&&s)for(g={},l=0;l<r.attributes.length;l++)g[(h=r.attributes[l]).name]=h.value;for(l in g)h=g[l],l=="dangerouslySetInnerHTML"?m=h:l=="child\
ren"||l in x||l=="value"&&"defaultValue"in x||l=="checked"&&"defaultChecked"in x||Te(r,l,null,h,o);for(l in x)h=x[l],l=="children"?u=h:l=="dangerouslySetInnerHT\
ML"?b=h:l=="value"?k=h:l=="checked"?w=h:c&&typeof h!="function"||g[l]===h||Te(r,l,h,g[l],o);b?(c||m&&(b.__html==m.__html||b.__html==r.innerHTML)||(r.innerHTML=b.
__html),e.__k=[]):(m&&(r.textContent=""),(M=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&Ur.test(M))&&(o="http://www.w3.org/1999/xhtml"),Tt(f,Xe(u)?
u:[u],e,t,n,o,s,a,s?s[0]:t.__k&&ee(t,0),c,p),s&&s.some(se)),c&&M!="textarea"||(l="value",M=="progress"&&k==null?r.removeAttribute(l):k==null||k===r[l]&&(M!="pro\
gress"||k)||Te(r,l,k,g[l],o),l="checked",w!=null&&w!=r[l]&&Te(r,l,w,g[l],o))}else g===x||c&&r.data==x||(r.data=x);return r}function et(r,e,t,n){try{typeof r=="f\
unction"?e?e.__x=r(e)||1:n&&(n=n.__c||n.__e)&&(e=n.__x)&&(n.__x=null,typeof e=="function"?e():r(null)):r.current=e}catch(o){E.__e(o,t)}}function tt(r,e,t){var n,
o,s,a;if(E.unmount&&E.unmount(r),!(n=r.ref)||n.current&&n.current!=r.__e||et(n,null,e,r),n=r.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(c){
E.__e(c,e)}n.__P=n.__n=null}if(n=r.__k)for(a=0;a<n.length;a++)n[a]&&tt(n[a],e,typeof r.type!="function"||t&&!r.props.__P);!t&&(n=r.__c)&&(n=n.__z)&&(o=Ie(n,s=[]))&&
(n==r.__e&&s.some(se),se(o),se(n)),t||se(r.__e),r.__e=r.__c=r.__=null}function $r(r,e,t){return this.constructor(r,t)}function It(r,e){var t,n,o,s;E.__&&E.__(r,
e),e.nodeType==9&&(e=e.documentElement),n=(t=r&&32&r.__u)?null:e.__k,e.__k=Ce(P,{children:[r]}),o=[],s=[],Ze(e,e.__k,n||Ue,Ue,e.namespaceURI,n?null:e.firstChild?
Rt.call(e.childNodes):null,o,n?n.__e:e.firstChild,t,s),Bt(o,e.__k,s),e.__k.props.children=null}function Ot(r){function e(t){var n,o;return this.getChildContext||(n=new Set,(o={})[e.__c]=this,this.getChildContext=function(){return o},this.shouldComponentUpdate=
function(s){this.props.value!=s.value&&n.forEach(function(a){a.__g|=4,Ye(a)})},this.sub=function(s){n.add(s);var a=s.componentWillUnmount;s.componentWillUnmount=
function(){n.delete(s),a&&a.call(s)}}),t.children}return e.__c="__cC"+Pt++,e.__=r,e.Provider=(e.Consumer=function(t,n){return t.children(n)}).contextType=e,e}E={__e:function(r,e,t,n){for(var o,s,a;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((a=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(
r)),o.componentDidCatch&&(o.componentDidCatch(r,n||{}),a=1),a&&8&o.__g)return void(o.__g|=2)}catch(c){r=c}}throw Oe=0,r}},Mt=0,Or=function(r){return r!=null&&r.
constructor===ye},Be.prototype.setState=function(r,e){var t=this.__s;t&&t!=this.state||(t=this.__s=ie({},this.state)),typeof r=="function"&&(r=r(ie({},t),this.props)),
r&&(ie(t,r),this.__v&&(e&&this.__k.push(e),Ye(this)))},Be.prototype.forceUpdate=function(r){this.__v&&(this.__g|=4,r&&this.__h.push(r),Ye(this))},Be.prototype.render=
P,Z=[],Oe=0,St=function(r,e){return r.__v.__b-e.__v.__b},je=Symbol(),Et=/(PointerCapture)$|Capture$/i,Je=0,Qe={},Pt=0;var te,F,rt,Ut,nt=Object.is,we=0,Wt=[],ot=[],A=E,qt=A.__b,Lt=A.__r,Dt=A.diffed,Nt=A.__c,zt=A.unmount,$t=A.__;function pe(r,e){A.__h&&A.__h(F,r,we||e),we=0;var t=F.
__H||(F.__H={__:[],__h:[]});return r>=t.__.length&&t.__.push({}),t.__[r]}function S(r){return we=1,Vr(Qt,r)}function Vr(r,e,t){var n=pe(te++,2);if(n.t=r,!n.__c&&
(n.__=[t?t(e):Qt(void 0,e),function(s){var a=(n.__N||n.__)[0],c=n.t(a,s);nt(a,c)||(n.__N=[c,n.__[1]],n.__c.setState({}))}],n.__c=F,!F.__f)){F.__f=!0;var o=F.shouldComponentUpdate;
F.shouldComponentUpdate=function(s,a,c){var p=this.__H;if(!p)return!0;var f=!1,l=this.props!=s;if(p.__.some(function(m){m.__N&&(f=!0,nt(m.__[0],m.__N[0])||(l=!0))}),
o){var b=o.call(this,s,a,c);return f?b||l:b}return!f||l}}return n.__}function I(r,e){var t=pe(te++,3);!A.__s&&at(t.__H,e)&&(t.__P=!0,t.__=r,t.u=e,F.__H.__h.push(
t))}function it(r,e){var t=pe(te++,4);!A.__s&&at(t.__H,e)&&(t.__P=!1,t.__=r,t.u=e,F.__h.push(t))}function O(r){return we=5,H(function(){return{current:r}},[])}function H(r,e){var t=pe(te++,7);return at(t.__H,e)&&(t.__=r(),t.__H=e),t.__}function ke(r,e){return we=8,H(function(){return r},e)}function Ht(r){var e=F.context[r.
__c],t=pe(te++,9);return t.c=r,e?(t.__==null&&(t.__=!0,e.sub(F)),e.props.value):r.__}function Gt(){var r=pe(te++,11);if(!r.__){for(var e=F.__v;!e.__m&&e.__;)e=e.__;var t=e.__m||(e.__m=[0,0]);r.__="P"+t[0]+"-"+t[1]++}return r.__}function Kr(){var r;
do{for(;r=ot.shift();)try{_e(r)}catch(t){A.__e(t,{__:(r=r.__P)&&r.__v})}for(;r=Wt.shift();){var e=r.__H;if(r.__P&&e)try{e.__h.some(_e),e.__h.some(st),e.__h=[]}catch(t){
e.__h=[],A.__e(t,r.__v)}}}while(ot.length)}A.__b=function(r){F=null,qt&&qt(r)},A.__=function(r,e){r&&e.__k&&e.__k.__m&&(r.__m=e.__k.__m),$t&&$t(r,e)},A.__r=function(r){
Lt&&Lt(r),te=0;var e=(F=r.__c).__H;e&&(rt==F?F.__h=[]:(e.__h.some(_e),e.__h.some(st),te=0),e.__h=[],e.__.some(function(t){t.__N&&(t.__=t.__N),t.u=t.__N=void 0})),
rt=F},A.diffed=function(r){Dt&&Dt(r);var e=r.__c;e&&e.__H&&(e.__H.__h.length&&Kt(Wt.push(e)),e.__H.__.some(function(t){t.u&&(t.__H=t.u)})),rt=F=null},A.__c=function(r,e){
e.some(function(t){try{t.__h.some(_e),t.__h=t.__h.filter(function(n){return!n.__||st(n)})}catch(n){t.__h=[function(){throw n}]}}),Nt&&Nt(r,e)},A.unmount=function(r){
zt&&zt(r);var e,t,n=r.__c;n&&n.__H&&(n.__H.__.some(function(o){try{if(o.__P&&o.__c){if(t===void 0){for(t=r.__;t&&(!t.__c||!t.__c.__P);)t=t.__;t=t&&t.__c}o.__P=t,
Kt(ot.push(o))}else _e(o)}catch(s){e=s}}),n.__H=void 0,e&&A.__e(e,n.__v))};var Vt=typeof requestAnimationFrame=="function";function Wr(r){var e,t=function(){clearTimeout(
n),Vt&&cancelAnimationFrame(e),setTimeout(r)},n=setTimeout(t,35);Vt&&(e=requestAnimationFrame(t))}function Kt(r){r!=1&&Ut==A.requestAnimationFrame||((Ut=A.requestAnimationFrame)||
Wr)(Kr)}function _e(r){var e=F,t=r.__c;typeof t=="function"&&(r.__c=void 0,t()),F=e}function st(r){var e=F;r.__c=r.__(),F=e}function at(r,e){return!r||r.length!=
e.length||e.some(function(t,n){return!nt(t,r[n])})}function Qt(r,e){return typeof e=="function"?e(r):e}function z(r,e=80){let t=Array.from(r.replace(/\p{Other}/gu,"�").replace(/\s+/g," ").trim());return t.length>e?t.slice(0,e).join("")+"…":t.join("")}var Hr=/\{[^{}]+\}/g,Gr=()=>typeof process=="object"&&Number.parseInt(process?.versions?.node?.substring(0,2))>=18&&process.versions.undici;function Qr(){return Math.
random().toString(36).slice(2,11)}function Zt(r){let{baseUrl:e="",Request:t=globalThis.Request,fetch:n=globalThis.fetch,querySerializer:o,bodySerializer:s,pathSerializer:a,
headers:c,requestInitExt:p=void 0,...f}={...r};p=Gr()?p:void 0,e=Xt(e);let l=[];async function b(m,u){let{baseUrl:h,fetch:k=n,Request:w=t,headers:v,params:g={},
parseAs:x="json",querySerializer:M,bodySerializer:de=s??Yr,pathSerializer:Pe,body:ne,middleware:Y=[],...ue}=u||{},V=e;h&&(V=Xt(h)??e);let W=typeof o=="function"?
o:Yt(o);M&&(W=typeof M=="function"?M:Yt({...typeof o=="object"?o:{},...M}));let K=Pe||a||ct,B=ne===void 0?void 0:de(ne,Jt(c,v,g.header)),Br=Jt(B===void 0||B instanceof
FormData?{}:{"Content-Type":"application/json"},c,v,g.header),J=[...l,...Y],Ir={redirect:"follow",...f,...ue,body:B,headers:Br},Re,Fe,X=new w(Jr(m,{baseUrl:V,params:g,
querySerializer:W,pathSerializer:K}),Ir),j;for(let D in ue)D in X||(X[D]=ue[D]);if(J.length){Re=Qr(),Fe=Object.freeze({baseUrl:V,fetch:k,parseAs:x,querySerializer:W,
bodySerializer:de,pathSerializer:K});for(let D of J)if(D&&typeof D=="object"&&typeof D.onRequest=="function"){let C=await D.onRequest({request:X,schemaPath:m,params:g,
options:Fe,id:Re});if(C)if(C instanceof w)X=C;else if(C instanceof Response){j=C;break}else throw new Error("onRequest: must return new Request() or Response() \
when modifying the request")}}if(!j){try{j=await k(X,p)}catch(D){let C=D;if(J.length)for(let oe=J.length-1;oe>=0;oe--){let Ae=J[oe];if(Ae&&typeof Ae=="object"&&
typeof Ae.onError=="function"){let ge=await Ae.onError({request:X,error:C,schemaPath:m,params:g,options:Fe,id:Re});if(ge){if(ge instanceof Response){C=void 0,j=
ge;break}if(ge instanceof Error){C=ge;continue}throw new Error("onError: must return new Response() or instance of Error")}}}if(C)throw C}if(J.length)for(let D=J.
length-1;D>=0;D--){let C=J[D];if(C&&typeof C=="object"&&typeof C.onResponse=="function"){let oe=await C.onResponse({request:X,response:j,schemaPath:m,params:g,options:Fe,
id:Re});if(oe){if(!(oe instanceof Response))throw new Error("onResponse: must return new Response() when modifying the response");j=oe}}}}let kt=j.headers.get("\
Content-Length");if(j.status===204||X.method==="HEAD"||kt==="0"&&!j.headers.get("Transfer-Encoding")?.includes("chunked"))return j.ok?{data:void 0,response:j}:{
error:void 0,response:j};if(j.ok)return{data:await(async()=>{if(x==="stream")return j.body;if(x==="json"&&!kt){let C=await j.text();return C?JSON.parse(C):void 0}
return await j[x]()})(),response:j};let He=await j.text();try{He=JSON.parse(He)}catch{}return{error:He,response:j}}return{request(m,u,h){return b(u,{...h,method:m.
toUpperCase()})},GET(m,u){return b(m,{...u,method:"GET"})},PUT(m,u){return b(m,{...u,method:"PUT"})},POST(m,u){return b(m,{...u,method:"POST"})},DELETE(m,u){return b(
m,{...u,method:"DELETE"})},OPTIONS(m,u){return b(m,{...u,method:"OPTIONS"})},HEAD(m,u){return b(m,{...u,method:"HEAD"})},PATCH(m,u){return b(m,{...u,method:"PAT\
CH"})},TRACE(m,u){return b(m,{...u,method:"TRACE"})},use(...m){for(let u of m)if(u){if(typeof u!="object"||!("onRequest"in u||"onResponse"in u||"onError"in u))throw new Error(
"Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`");l.push(u)}},eject(...m){for(let u of m){let h=l.indexOf(u);h!==-1&&l.splice(
h,1)}}}}function Le(r,e,t){if(e==null)return"";if(typeof e=="object")throw new Error("Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()\
` to handle these.");return`${r}=${t?.allowReserved===!0?e:encodeURIComponent(e)}`}function er(r,e,t){if(!e||typeof e!="object")return"";let n=[],o={simple:",",
label:".",matrix:";"}[t.style]||"&";if(t.style!=="deepObject"&&t.explode===!1){for(let c in e)n.push(c,t.allowReserved===!0?e[c]:encodeURIComponent(e[c]));let a=n.
join(",");switch(t.style){case"form":return`${r}=${a}`;case"label":return`.${a}`;case"matrix":return`;${r}=${a}`;default:return a}}for(let a in e){let c=t.style===
"deepObject"?`${r}[${a}]`:a;n.push(Le(c,e[a],t))}let s=n.join(o);return t.style==="label"||t.style==="matrix"?`${o}${s}`:s}function tr(r,e,t){if(!Array.isArray(
e))return"";if(t.explode===!1){let s={form:",",spaceDelimited:"%20",pipeDelimited:"|"}[t.style]||",",a=(t.allowReserved===!0?e:e.map(c=>encodeURIComponent(c))).
join(s);switch(t.style){case"simple":return a;case"label":return`.${a}`;case"matrix":return`;${r}=${a}`;default:return`${r}=${a}`}}let n={simple:",",label:".",matrix:"\
;"}[t.style]||"&",o=[];for(let s of e)t.style==="simple"||t.style==="label"?o.push(t.allowReserved===!0?s:encodeURIComponent(s)):o.push(Le(r,s,t));return t.style===
"label"||t.style==="matrix"?`${n}${o.join(n)}`:o.join(n)}function Yt(r){return function(t){let n=[];if(t&&typeof t=="object")for(let o in t){let s=t[o];if(s!=null){
if(Array.isArray(s)){if(s.length===0)continue;n.push(tr(o,s,{style:"form",explode:!0,...r?.array,allowReserved:r?.allowReserved||!1}));continue}if(typeof s=="ob\
ject"){n.push(er(o,s,{style:"deepObject",explode:!0,...r?.object,allowReserved:r?.allowReserved||!1}));continue}n.push(Le(o,s,r))}}return n.join("&")}}function ct(r,e){
let t=r;for(let n of r.match(Hr)??[]){let o=n.substring(1,n.length-1),s=!1,a="simple";if(o.endsWith("*")&&(s=!0,o=o.substring(0,o.length-1)),o.startsWith(".")?(a=
"label",o=o.substring(1)):o.startsWith(";")&&(a="matrix",o=o.substring(1)),!e||e[o]===void 0||e[o]===null)continue;let c=e[o];if(Array.isArray(c)){t=t.replace(n,
tr(o,c,{style:a,explode:s}));continue}if(typeof c=="object"){t=t.replace(n,er(o,c,{style:a,explode:s}));continue}if(a==="matrix"){t=t.replace(n,`;${Le(o,c)}`);continue}
t=t.replace(n,a==="label"?`.${encodeURIComponent(c)}`:encodeURIComponent(c))}return t}function Yr(r,e){return r instanceof FormData?r:e&&(e.get instanceof Function?
e.get("Content-Type")??e.get("content-type"):e["Content-Type"]??e["content-type"])==="application/x-www-form-urlencoded"?new URLSearchParams(r).toString():JSON.
stringify(r)}function Jr(r,e){let t=`${e.baseUrl}${r}`;e.params?.path&&(t=e.pathSerializer(t,e.params.path));let n=e.querySerializer(e.params.query??{});return n.
startsWith("?")&&(n=n.substring(1)),n&&(t+=`?${n}`),t}function Jt(...r){let e=new Headers;for(let t of r){if(!t||typeof t!="object")continue;let n=t instanceof Headers?
t.entries():Object.entries(t);for(let[o,s]of n)if(s===null)e.delete(o);else if(Array.isArray(s))for(let a of s)e.append(o,a);else s!==void 0&&e.set(o,s)}return e}
function Xt(r){return r.endsWith("/")?r.substring(0,r.length-1):r}async function rr(r,e,t){for(let n=0;;n++){let o=await t().catch(a=>{if(n<r&&a instanceof TypeError&&!e.aborted)return a;throw a}),s=n<r?Xr(n,o):void 0;if(!(s!==
void 0&&await en(s,e))){if(o instanceof Response)return o;throw o}}}function Xr(r,e){let t=100*2**r*(.5+Math.random()/2);if(!(e instanceof Response))return t;if(e.
status!==503)return;let n=Zr(e.headers);return n===void 0?t:n<=3e3?n+t:void 0}function Zr(r){let e=r.get("Retry-After")??"";if(/^\d+$/.test(e))return Number(e)*
1e3;let t=Date.parse(e),n=Date.parse(r.get("Date")??"")||Date.now();return Number.isNaN(t)?void 0:Math.max(0,t-n)}function en(r,e){return new Promise(t=>{let n=a=>{
clearTimeout(s),e.removeEventListener("abort",o),t(a)},o=()=>n(!1),s=setTimeout(n,r,!0);e.addEventListener("abort",o)})}var $=class extends Error{name="UnexpectedResponseError";status;response;error;constructor(e,t,n){super(`unexpected response with status ${t.status}: ${e}`),this.
status=t.status,this.response=t,this.error=n}};function nr(r,e,t,n){return async o=>{o.signal.throwIfAborted();let s=new AbortController,a=()=>s.abort(o.signal.reason);o.signal.addEventListener("abort",a);let c=setTimeout(
()=>s.abort(new DOMException(`no whole answer within ${e} ms`,"TimeoutError")),e);try{let p=await rr(/^(GET|HEAD)$/.test(o.method)?n:0,s.signal,async()=>{let f=await r(
o,{signal:s.signal});return new Response(await tn(f,t,s.signal),f)});return o.signal.throwIfAborted(),p}finally{clearTimeout(c),o.signal.removeEventListener("ab\
ort",a)}}}async function tn(r,e,t){let n=r.body?.getReader();if(!n)return null;t.addEventListener("abort",()=>{n.cancel(t.reason).catch(()=>{})});let o=[],s=e;for(;;){
let{done:a,value:c}=await n.read();if(t.throwIfAborted(),a)return o.length?new Blob(o):null;if(s-=c.byteLength,s<0)throw await n.cancel(),new $(`the body is ove\
r ${e} bytes`,r);o.push(c)}}var or=r=>({async onResponse({request:e,response:t,schemaPath:n}){let o=r[n]?.[e.method.toLowerCase()]?.responses,s=o?.[t.status]??o?.[`${Math.floor(t.status/100)}\
XX`]??o?.default,a=await rn(t.clone());if(!s)throw new $("the contract does not document this status",t,nn(a));if(Object.keys(s).length===0)return;let[c=""]=(t.
headers.get("Content-Type")??"").split(";"),p=s[c.trim().toLowerCase()];if(!p)throw new $(`the contract does not document the media type ${JSON.stringify(c)}`,t);
if(a===void 0)throw new $("the body is not JSON",t);if(a===null)throw new $("the body is null",t);let f=p.find(l=>a[l]==null);if(f!==void 0)throw new $(`the bod\
y has no ${JSON.stringify(f)}`,t)}});async function rn(r){try{return await r.json()}catch{return}}function nn(r){let e=typeof r=="object"&&r!==null&&"error"in r?
r.error:void 0;return typeof e=="string"?{error:e}:void 0}function sr(r,e,t,n){let{timeout:o,maxBytes:s=16*1024*1024,retries:a=2,fetch:c=globalThis.fetch}=n;sn(r),dt("timeout",o,2**31-1),dt("maxBytes",s,Number.MAX_SAFE_INTEGER),
dt("retries",a,10,0);let p=Zt({baseUrl:r,headers:e,redirect:"error",fetch:nr(c,o,s,a),pathSerializer:on});return p.use(or(t)),p}function on(r,e){for(let[t,n]of Object.
entries(e))if(/^\.{0,2}$/.test(String(n)))throw new TypeError(`${t} makes another path: it is empty, "." or ".."`);return ct(r,e)}function ir(r,e){if(e==null||e===
"")throw new TypeError(`${r} is ${e===""?"empty":e}: is it set?`);if(r==="bearer"&&typeof e=="string"&&/^\s*bearer(\s|$)/i.test(e))throw new TypeError("give the\
 token without the word Bearer");if(typeof e=="string"&&/^[\x21-\x7e]+$/.test(e))return e;throw new TypeError(`${r} must be a text of visible ASCII characters w\
ithout spaces`)}function sn(r){if(!r)throw new TypeError("baseUrl is empty: is it set?");let e=URL.canParse(r)?new URL(r):void 0;if(!e||!/^https?:$/.test(e.protocol)||
e.username||e.password||e.search||e.hash)throw new TypeError("baseUrl must be an http or https URL without user, query and fragment")}function dt(r,e,t,n=1){if(!Number.
isSafeInteger(e)||e<n||e>t)throw new TypeError(`${r} must be a whole number from ${n} to ${t}`)}var ut={servers:["http://127.0.0.1:9091"],securitySchemes:{controlKey:{type:"apiKey",in:"header",name:"X-Control-Key",description:"A control key, as `session-to\
kens controlkey create` makes it."}},paths:{"/users/{user_id}/sessions":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{200:{"applicat\
ion/json":["fingerprints","evicted"]},201:{"application/json":["fingerprints","evicted"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/js\
on":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens":{get:{security:[{controlKey:[]}],responses:{200:{"applicati\
on/json":["records"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["ended","dry_ru\
n"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["err\
or","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens/{fingerprint}":{delete:{security:[
{controlKey:[]}],responses:{200:{"application/json":["ended","dry_run"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{
"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},
"/users/{user_id}/sessions/{fingerprint}/suspension":{put:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},400:{"application/jso\
n":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"applica\
tion/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},
400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/suspension":{put:{security:[{controlKey:[]}],responses:{
200:{"application/json":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/js\
on":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/refresh":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{
200:{"application/json":["session","refresh"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["err\
or","code"]},404:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/jso\
n":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/introspect":{post:{security:[{controlKey:[]}],request:[
"application/x-www-form-urlencoded"],responses:{200:{"application/json":["active"]},400:{"application/json":["error","code"]},401:{"application/json":["error","\
code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/json":["\
error","code"]},503:{"application/json":["error","code"]}}}},"/revoke":{post:{security:[{controlKey:[]}],request:["application/x-www-form-urlencoded"],responses:{
200:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},413:{"application/json":["e\
rror","code"]},415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id\
}/api-keys":{get:{security:[{controlKey:[]}],responses:{200:{"application/json":["keys"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},post:{security:[{controlKey:[]}],
request:["application/json"],responses:{201:{"application/json":["key","id","last_four","created","expires"]},400:{"application/json":["error","code"]},401:{"ap\
plication/json":["error","code"]},403:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},
415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/api-keys/{id}":{
delete:{security:[{controlKey:[]}],responses:{204:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":[
"error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/events":{get:{
security:[{controlKey:[]}],responses:{200:{"application/json":["events","next"]},400:{"application/json":["error","code"]},401:{"application/json":["error","cod\
e"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}}}};function dr(r,e){let{baseUrl:t,timeout:n=4e4,...o}=e,s={[an.name]:ir("controlKey",r)},a=sr(t,s,cr,{timeout:n,...o}),{POST:c}=a;return a.POST=((p,f)=>c(p,cr[p]?.
post?.request?.[0]===ar?{...f,params:{...f?.params,header:{"Content-Type":ar}}}:f)),a}var ar="application/x-www-form-urlencoded",cr=ut.paths,an=ut.securitySchemes.
controlKey;var pt=new URL("..",location.href.replace(/[?#].*/,"")).href.replace(/\/$/,""),R=class extends Error{status;advice;retryAfter;change;constructor(e,t,n,o=ur,s){super(
t),this.status=e,this.advice=n,this.change=o,this.retryAfter=s}},ur="Nothing was changed.",le="Whether it was done is not known: look before you try again.";async function U(r){
let e;try{e=await r}catch(t){throw cn(t)}if(un(e.response),!e.response.ok)throw dn(e.response,e.error);return e.data}function cn(r){return r instanceof $?new R(
r.status,`Something answered with the status ${r.status} that is not as the control API does.`,"There may be a proxy between this page and the service.",le):r instanceof
DOMException&&r.name==="TimeoutError"?new R(0,"The service took too long to answer.","",le):new R(0,"The service can't be reached.","Is it running, and is this \
machine connected?",le)}function dn(r,e){let{status:t}=r,n=e?.error?`The service says: ${e.error}.`:"";switch(t){case 400:return new R(t,"The service doesn't ta\
ke this as it was entered.",n);case 401:return new R(t,"This control key is not accepted.","It may be mistyped, have expired, or have been ended.");case 403:return new R(
t,"This control key may not do that.","It lacks the scope for it.");case 404:return new R(t,"It is not there any more.","It may have ended in the meantime.");case 409:
return new R(t,"The same was asked for just before, or with other details.",n,e?.code==="conflict"?le:ur);case 503:{let o=Number.parseInt(r.headers.get("Retry-A\
fter")??"",10),s=Number.isNaN(o)?void 0:o;return e?.code==="replicas"?new R(t,"It is done, but not yet on as many replicas of Redis as asked for.","","If Redis \
fails now, it may be undone.",s):new R(t,"The service can't do that now.",n,le,s)}default:return new R(t,`The service failed, with the status ${t}.`,n,le)}}var pr=0;
function un(r){let e=Date.parse(r.headers.get("Date")??"");Number.isNaN(e)||(pr=Math.abs(e-Date.now())>2e3?e-Date.now():0)}var lt=()=>(Date.now()+pr)/1e3;async function lr(r){
let e;try{e=dr(r,{baseUrl:pt,retries:0})}catch{throw new R(401,"This can't be a control key.","One has no spaces, and only letters, digits and signs of ASCII.")}
let t=s=>U(s).then(()=>!0,a=>{if(a.status===403)return!1;throw a}),[n,o]=await Promise.all([t(e.GET("/events",{params:{query:{limit:1}}})),t(e.DELETE("/users/{u\
ser_id}/session-tokens",{params:{path:{user_id:"-"},query:{dry_run:!0}}}))]);return{client:e,read:n,write:o}}async function fr(r,e){let t=[];for(let n;;){let o=await U(
r.GET("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.records),n=o.next,!n)return t}}async function mr(r,e){
let t=[];for(let n;;){let o=await U(r.GET("/users/{user_id}/api-keys",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.keys),n=
o.next,!n)return t}}async function hr(r,e,t){let n=async c=>(await U(r.DELETE("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{dry_run:!0,...c?
{except:c}:{}}}}))).ended;if(t.what==="all")return n();if(t.what==="others")return n(t.fingerprint);let[o,s]=await Promise.all([n(),n(t.fingerprint)]),a=new Set(
s.map(({fingerprint:c,kind:p})=>p+c));return o.filter(({fingerprint:c,kind:p})=>!a.has(p+c))}async function br(r,e,t){let n={user_id:e};if(t.what==="one")return(await U(
r.DELETE("/users/{user_id}/session-tokens/{fingerprint}",{params:{path:{...n,fingerprint:t.fingerprint}}}))).ended;let o=t.what==="others"?{except:t.fingerprint}:
{};return(await U(r.DELETE("/users/{user_id}/session-tokens",{params:{path:n,query:o}}))).ended}var pn=2e4;async function vr({client:r},e,t){let n=[],o=new Set,s="",a=!1,c=!1;for(;!e.aborted;)try{let p={limit:1e3,...s?{after:s}:{},wait:a?25:0},f=await ln(e,
m=>U(r.GET("/events",{params:{query:p},signal:m})));if(!f)continue;let l=f.events.filter(({id:m})=>!o.has(m));for(let{id:m}of l)o.add(m);s=f.next||s,c||=f.missed??
!1;let b=!a;if(a||=f.events.length<1e3,l.length||b){n=[...l.reverse(),...n];for(let{id:m}of n.splice(pn))o.delete(m);t({events:n,current:a,missed:c})}}catch(p){
if(e.aborted||(t({events:n,current:a,missed:c,problem:p}),p.status===401))return;await fn(Math.max(5,p.retryAfter??0),e),a=!1}}async function ln(r,e){for(;document.
hidden&&!r.aborted;)await new Promise(o=>{document.addEventListener("visibilitychange",o,{once:!0}),r.addEventListener("abort",o,{once:!0})});let t=new AbortController,
n=()=>t.abort();document.addEventListener("visibilitychange",n,{signal:t.signal}),r.addEventListener("abort",n,{signal:t.signal});try{return await e(t.signal)}catch(o){
if(t.signal.aborted)return;throw o}finally{n()}}function fn(r,e){return new Promise(t=>{let n=()=>(clearTimeout(o),t()),o=setTimeout(n,r*1e3);e.addEventListener(
"abort",n,{once:!0})})}var mn={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada","Bertina Browser":"bertina",BingCrawler:"\
bingcrawler",Brave:"brave",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"\
duckduckbot",DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Freebox:"freebox",Focus:"\
focus",Generic:"generic","Google Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"\
internetarchivecrawler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_exter\
nalads","Meta-ExternalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ \
Browser":"mz","NAVER Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_mo\
on",PerplexityBot:"perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"\
qupzilla",Roku:"roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"\
sleipnir","Sogou Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",
YahooSlurp:"yahooslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},_r={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Br\
owser",baiduspider:"BaiduSpider",bada:"Bada",bertina:"Bertina Browser",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-Use\
r",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"\
Electron",epiphany:"Epiphany",facebookexternalhit:"FacebookExternalHit",firefox:"Firefox",freebox:"Freebox",focus:"Focus",generic:"Generic",google_search:"Googl\
e Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browser",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleo\
n",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgen\
t",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"\
Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"Pale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"\
PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsu\
ng Internet for Android",seamonkey:"SeaMonkey",slackbot:"SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"V\
ivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},_={bot:"\
bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"tv"},q={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"Harmony\
OS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"PlayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},Q={
Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},d=(function(){function r(){}return r.getFirstMatch=
function(t,n){var o=n.match(t);return o&&o.length>0&&o[1]||""},r.getSecondMatch=function(t,n){var o=n.match(t);return o&&o.length>1&&o[2]||""},r.matchAndReturnConst=
function(t,n,o){if(t.test(n))return o},r.isFirefoxOnIpad=function(t){var n=t.indexOf("Macintosh");if(n===-1)return!1;var o=t.indexOf(" FxiOS",n+9);return o!==-1&&
t.indexOf("/",o+6)!==-1},r.getWindowsVersionName=function(t){switch(t){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"\
NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},
r.getMacOSVersionName=function(t){var n=t.split(".").splice(0,2).map(function(a){return parseInt(a,10)||0});n.push(0);var o=n[0],s=n[1];if(o===10)switch(s){case 5:
return"Leopard";case 6:return"Snow Leopard";case 7:return"Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El\
 Capitan";case 12:return"Sierra";case 13:return"High Sierra";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:
return"Monterey";case 13:return"Ventura";case 14:return"Sonoma";case 15:return"Sequoia";default:return}},r.getAndroidVersionName=function(t){var n=t.split(".").
splice(0,2).map(function(o){return parseInt(o,10)||0});if(n.push(0),!(n[0]===1&&n[1]<5)){if(n[0]===1&&n[1]<6)return"Cupcake";if(n[0]===1&&n[1]>=6)return"Donut";
if(n[0]===2&&n[1]<2)return"Eclair";if(n[0]===2&&n[1]===2)return"Froyo";if(n[0]===2&&n[1]>2)return"Gingerbread";if(n[0]===3)return"Honeycomb";if(n[0]===4&&n[1]<1)
return"Ice Cream Sandwich";if(n[0]===4&&n[1]<4)return"Jelly Bean";if(n[0]===4&&n[1]>=4)return"KitKat";if(n[0]===5)return"Lollipop";if(n[0]===6)return"Marshmallo\
w";if(n[0]===7)return"Nougat";if(n[0]===8)return"Oreo";if(n[0]===9)return"Pie"}},r.getVersionPrecision=function(t){return t.split(".").length},r.compareVersions=
function(t,n,o){o===void 0&&(o=!1);var s=r.getVersionPrecision(t),a=r.getVersionPrecision(n),c=Math.max(s,a),p=0,f=r.map([t,n],function(l){var b=c-r.getVersionPrecision(
l),m=l+new Array(b+1).join(".0");return r.map(m.split("."),function(u){return new Array(20-u.length).join("0")+u}).reverse()});for(o&&(p=c-Math.min(s,a)),c-=1;c>=
p;){if(f[0][c]>f[1][c])return 1;if(f[0][c]===f[1][c]){if(c===p)return 0;c-=1}else if(f[0][c]<f[1][c])return-1}},r.map=function(t,n){var o=[],s;if(Array.prototype.
map)return Array.prototype.map.call(t,n);for(s=0;s<t.length;s+=1)o.push(n(t[s]));return o},r.find=function(t,n){var o,s;if(Array.prototype.find)return Array.prototype.
find.call(t,n);for(o=0,s=t.length;o<s;o+=1){var a=t[o];if(n(a,o))return a}},r.assign=function(t){for(var n=t,o,s,a=arguments.length,c=new Array(a>1?a-1:0),p=1;p<
a;p++)c[p-1]=arguments[p];if(Object.assign)return Object.assign.apply(Object,[t].concat(c));var f=function(){var b=c[o];typeof b=="object"&&b!==null&&Object.keys(
b).forEach(function(m){n[m]=b[m]})};for(o=0,s=c.length;o<s;o+=1)f();return t},r.getBrowserAlias=function(t){return mn[t]},r.getBrowserTypeByAlias=function(t){return _r[t]||
""},r})(),y=/version\/(\d+(\.?_?\d+)+)/i,hn=[{test:[/gptbot/i],describe:function(e){var t={name:"GPTBot"},n=d.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
y,e);return n&&(t.version=n),t}},{test:[/chatgpt-user/i],describe:function(e){var t={name:"ChatGPT-User"},n=d.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,e)||d.
getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/oai-searchbot/i],describe:function(e){var t={name:"OAI-SearchBot"},n=d.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(e){var t={name:"Cla\
udeBot"},n=d.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/omgilibot/i,
/webzio-extended/i],describe:function(e){var t={name:"Omgilibot"},n=d.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&
(t.version=n),t}},{test:[/diffbot/i],describe:function(e){var t={name:"Diffbot"},n=d.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&
(t.version=n),t}},{test:[/perplexitybot/i],describe:function(e){var t={name:"PerplexityBot"},n=d.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
y,e);return n&&(t.version=n),t}},{test:[/perplexity-user/i],describe:function(e){var t={name:"Perplexity-User"},n=d.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/youbot/i],describe:function(e){var t={name:"YouBot"},n=d.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,e)||
d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/meta-webindexer/i],describe:function(e){var t={name:"Meta-WebIndexer"},n=d.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/meta-externalads/i],describe:function(e){var t={name:"Meta-ExternalAds"},n=d.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/meta-externalagent/i],describe:function(e){var t={name:"Meta-ExternalAgent"},n=d.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/meta-externalfetcher/i],describe:function(e){var t={name:"Meta-ExternalFetcher"},n=d.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/googlebot/i],describe:function(e){var t={name:"Googlebot"},n=d.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/linespider/i],describe:function(e){var t={name:"Linespider"},
n=d.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/amazonbot/i],describe:function(e){
var t={name:"AmazonBot"},n=d.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/bingbot/i],describe:function(e){
var t={name:"BingCrawler"},n=d.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/baiduspider/i],describe:function(e){
var t={name:"BaiduSpider"},n=d.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/duckduckbot/i],describe:function(e){
var t={name:"DuckDuckBot"},n=d.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/ia_archiver/i],describe:function(e){
var t={name:"InternetArchiveCrawler"},n=d.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(e){var t={name:"SlackBot"},
n=d.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(e){var t={name:"Opera"},n=d.getFirstMatch(y,e)||d.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/opr\/|opios/i],describe:function(e){var t={name:"Opera"},n=d.getFirstMatch(/(?:opr|opios)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(
y,e);return n&&(t.version=n),t}},{test:[/SamsungBrowser/i],describe:function(e){var t={name:"Samsung Internet for Android"},n=d.getFirstMatch(y,e)||d.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/Whale/i],describe:function(e){var t={name:"NAVER Whale Browser"},n=d.getFirstMatch(
y,e)||d.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/PaleMoon/i],describe:function(e){var t={name:"Pale Moon"},n=d.getFirstMatch(
y,e)||d.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/HeyTapBrowser/i],describe:function(e){var t={name:"HeyTap Brows\
er"},n=d.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/VivoBrowser/i],describe:function(e){
var t={name:"Vivo Browser"},n=d.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/MZBrowser/i],describe:function(e){
var t={name:"MZ Browser"},n=d.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/focus/i],describe:function(e){
var t={name:"Focus"},n=d.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/swing/i],describe:function(e){
var t={name:"Swing"},n=d.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/coast/i],describe:function(e){
var t={name:"Opera Coast"},n=d.getFirstMatch(y,e)||d.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(e){var t={name:"Opera Touch"},n=d.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/\sbertina\//i],
describe:function(e){var t={name:"Bertina Browser"},n=d.getFirstMatch(/(?:bertina)\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[
/yabrowser/i],describe:function(e){var t={name:"Yandex Browser"},n=d.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=
n),t}},{test:[/ucbrowser|ucmobile\//i,/\bucpc\//i,/\bubrowser\//i],describe:function(e){var t={name:"UC Browser"},n=d.getFirstMatch(/(?:ucbrowser[\s/]?|ucmobile\/|\bucpc\/|\bubrowser\/)(\d+(\.?_?\d+)+)/i,
e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/Maxthon|mxios/i],describe:function(e){var t={name:"Maxthon"},n=d.getFirstMatch(y,e)||d.getFirstMatch(
/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/epiphany/i],describe:function(e){var t={name:"Epiphany"},n=d.getFirstMatch(y,e)||
d.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/puffin/i],describe:function(e){var t={name:"Puffin"},n=d.getFirstMatch(
y,e)||d.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sleipnir/i],describe:function(e){var t={name:"Sleipnir"},n=d.getFirstMatch(
y,e)||d.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/k-meleon/i],describe:function(e){var t={name:"K-Meleon"},n=d.getFirstMatch(
y,e)||d.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/micromessenger/i],describe:function(e){var t={name:"WeChat"},n=d.
getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/qqbrowser/i],describe:function(e){var t={name:/qqbrowserlite/i.
test(e)?"QQ Browser Lite":"QQ Browser"},n=d.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},
{test:[/msie|trident/i],describe:function(e){var t={name:"Internet Explorer"},n=d.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/\sedg\//i],describe:function(e){var t={name:"Microsoft Edge"},n=d.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/edg([ea]|ios)\//i],
describe:function(e){var t={name:"Microsoft Edge"},n=d.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.
hasBrand("Vivaldi")?!0:e.test(/vivaldi/i)},describe:function(e,t){var n={name:"Vivaldi"};if(t){var o=t.getBrandVersion("Vivaldi");if(o)return n.version=o,n}var s=d.
getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,e);return s&&(n.version=s),n}},{test:[/seamonkey/i],describe:function(e){var t={name:"SeaMonkey"},n=d.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/sailfish/i],describe:function(e){var t={name:"Sailfish"},n=d.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,e);return n&&
(t.version=n),t}},{test:[/silk/i],describe:function(e){var t={name:"Amazon Silk"},n=d.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/phantom/i],describe:function(e){var t={name:"PhantomJS"},n=d.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/slimerjs/i],describe:function(e){
var t={name:"SlimerJS"},n=d.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){
var t={name:"BlackBerry"},n=d.getFirstMatch(y,e)||d.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/(web|hpw)[o0]s/i],
describe:function(e){var t={name:"WebOS Browser"},n=d.getFirstMatch(y,e)||d.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/bada/i],describe:function(e){var t={name:"Bada"},n=d.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/tizen/i],describe:function(e){
var t={name:"Tizen"},n=d.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/qupzilla/i],describe:function(e){
var t={name:"QupZilla"},n=d.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/librewolf/i],describe:function(e){
var t={name:"LibreWolf"},n=d.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/firefox|iceweasel|fxios/i],describe:function(e){
var t={name:"Firefox"},n=d.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/electron/i],describe:function(e){
var t={name:"Electron"},n=d.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(e){var t={name:"Sogou Browser"},n=d.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,e),o=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e),s=d.getFirstMatch(/se ([\d.]+)x/i,e),a=n||o||s;return a&&(t.version=a),t}},{test:[/MiuiBrowser/i],describe:function(e){var t={name:"Miui"},n=d.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.hasBrand("DuckDuckGo")?!0:e.test(/\sDdg\/[\d.]+$/i)},describe:function(e,t){
var n={name:"DuckDuckGo"};if(t){var o=t.getBrandVersion("DuckDuckGo");if(o)return n.version=o,n}var s=d.getFirstMatch(/\sDdg\/([\d.]+)$/i,e);return s&&(n.version=
s),n}},{test:function(e){return e.hasBrand("Brave")},describe:function(e,t){var n={name:"Brave"};if(t){var o=t.getBrandVersion("Brave");if(o)return n.version=o,
n}return n}},{test:[/chromium/i],describe:function(e){var t={name:"Chromium"},n=d.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(y,e)||d.
getFirstMatch(/(?:chrome)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/ladybird/i],describe:function(e){var t={name:"Ladybird"},n=d.getFirstMatch(
/ladybird\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/chrome|crios|crmo/i],describe:function(e){var t={name:"Chrome"},n=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/\bGSA\//i],describe:function(e){var t={name:"Google Search"},n=d.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,e);return n&&
(t.version=n),t}},{test:function(e){var t=!e.test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t={name:"Android Browser"},n=d.getFirstMatch(
y,e);return n&&(t.version=n),t}},{test:[/playstation 4/i],describe:function(e){var t={name:"PlayStation 4"},n=d.getFirstMatch(y,e);return n&&(t.version=n),t}},{
test:[/freebox/i],describe:function(e){var t={name:"Freebox"},n=d.getFirstMatch(/navigateur web\/(\d+(\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/safari|applewebkit/i],
describe:function(e){var t={name:"Safari"},n=d.getFirstMatch(y,e);return n&&(t.version=n),t}},{test:[/.*/i],describe:function(e){var t=e.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:d.getFirstMatch(t,e),version:d.getSecondMatch(t,e)}}}],bn=[{test:[/Roku\/DVP/],describe:function(e){var t=d.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
e);return{name:q.Roku,version:t}}},{test:[/windows phone/i],describe:function(e){var t=d.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,e);return{name:q.
WindowsPhone,version:t}}},{test:[/windows /i],describe:function(e){var t=d.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,e),n=d.getWindowsVersionName(t);return{
name:q.Windows,version:t,versionName:n}}},{test:function(e){return d.isFirefoxOnIpad(e.getUA())},describe:function(e){var t={name:q.iOS},n=d.getSecondMatch(/(Version\/)(\d[\d.]+)/,
e);return n&&(t.version=n),t}},{test:[/macintosh/i],describe:function(e){var t=d.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,e).replace(/[_\s]/g,"."),n=d.getMacOSVersionName(
t),o={name:q.MacOS,version:t};return n&&(o.versionName=n),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(e){var t=d.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
e).replace(/[_\s]/g,"."),n=d.getFirstMatch(/version\/(\d+(\.\d+)*) mobile\/\w+ safari\//i,e);return/^18(\.|$)/.test(t)&&parseInt(n,10)>=26&&(t=n),{name:q.iOS,version:t}}},
{test:[/OpenHarmony/i],describe:function(e){var t=d.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,e);return{name:q.HarmonyOS,version:t}}},{test:function(e){var t=!e.
test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t=d.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,e),n=d.getAndroidVersionName(t),
o={name:q.Android,version:t};return n&&(o.versionName=n),o}},{test:[/(web|hpw)[o0]s/i],describe:function(e){var t=d.getFirstMatch(/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,
e),n={name:q.WebOS};return t&&t.length&&(n.version=t),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){var t=d.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,
e)||d.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,e)||d.getFirstMatch(/\bbb(\d+)/i,e);return{name:q.BlackBerry,version:t}}},{test:[/bada/i],describe:function(e){
var t=d.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,e);return{name:q.Bada,version:t}}},{test:[/tizen/i],describe:function(e){var t=d.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,
e);return{name:q.Tizen,version:t}}},{test:[/linux/i],describe:function(){return{name:q.Linux}}},{test:[/CrOS/],describe:function(){return{name:q.ChromeOS}}},{test:[
/PlayStation 4/],describe:function(e){var t=d.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,e);return{name:q.PlayStation4,version:t}}}],vn=[{test:[/googlebot/i],
describe:function(){return{type:_.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:_.bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){
return{type:_.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{
type:_.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{
type:_.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:_.bot,vendor:"Bing"}}},{test:[/duckduckbot/i],describe:function(){return{type:_.
bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){return{type:_.bot,vendor:"Anthropic"}}},{test:[
/omgilibot/i,/webzio-extended/i],describe:function(){return{type:_.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){return{type:_.bot,vendor:"Diff\
bot"}}},{test:[/perplexitybot/i],describe:function(){return{type:_.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){return{type:_.bot,
vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:_.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){return{type:_.bot,
vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){return{
type:_.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:_.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:_.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:_.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:_.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:_.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(e){
var t=d.getFirstMatch(/(can-l01)/i,e)&&"Nova",n={type:_.mobile,vendor:"Huawei"};return t&&(n.model=t),n}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:_.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:function(e){return d.isFirefoxOnIpad(
e.getUA())},describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:_.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:_.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:_.
tablet}}},{test:function(e){var t=e.test(/ipod|iphone/i),n=e.test(/like (ipod|iphone)/i);return t&&!n},describe:function(e){var t=d.getFirstMatch(/(ipod|iphone)/i,
e);return{type:_.mobile,vendor:"Apple",model:t}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:_.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(e){var t=d.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,e),n={type:_.mobile,vendor:"Nokia"};return t&&(n.model=t),n}},{test:[/[^-]mobi/i],describe:function(){
return{type:_.mobile}}},{test:function(e){return e.getBrowserName(!0)==="blackberry"},describe:function(){return{type:_.mobile,vendor:"BlackBerry"}}},{test:function(e){
return e.getBrowserName(!0)==="bada"},describe:function(){return{type:_.mobile}}},{test:function(e){return e.getBrowserName()==="windows phone"},describe:function(){
return{type:_.mobile,vendor:"Microsoft"}}},{test:function(e){var t=Number(String(e.getOSVersion()).split(".")[0]);return e.getOSName(!0)==="android"&&t>=3},describe:function(){
return{type:_.tablet}}},{test:function(e){return e.getOSName(!0)==="android"},describe:function(){return{type:_.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:_.tv}}},{test:[/netcast/i],describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="macos"},describe:function(){return{type:_.
desktop,vendor:"Apple"}}},{test:function(e){return e.getOSName(!0)==="windows"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(
!0)==="linux"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(!0)==="chrome os"},describe:function(){return{type:_.desktop}}},
{test:function(e){return e.getOSName(!0)==="playstation 4"},describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="roku"},describe:function(){
return{type:_.tv}}}],gn=[{test:function(e){return e.getBrowserName(!0)==="microsoft edge"},describe:function(e){if(/\sedgios\//i.test(e)){var t={name:Q.WebKit},
n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}if(/\sedga?\//i.test(e))return{name:Q.Blink};var o=d.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,
e);return{name:Q.EdgeHTML,version:o}}},{test:function(e){return e.getBrowserName(!0)==="ladybird"},describe:function(){return{name:Q.LibWeb}}},{test:[/trident/i],
describe:function(e){var t={name:Q.Trident},n=d.getFirstMatch(/trident\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.test(/presto/i)},
describe:function(e){var t={name:Q.Presto},n=d.getFirstMatch(/presto\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){var t=e.test(/gecko/i),
n=e.test(/like gecko/i);return t&&!n},describe:function(e){var t={name:Q.Gecko},n=d.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/(apple)?webkit\/537\.36/i],describe:function(){return{name:Q.Blink}}},{test:[/(apple)?webkit/i],describe:function(e){var t={name:Q.WebKit},n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}}],gr=(function(){function r(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),t==null||t==="")throw new Error("UserAgent parameter\
 can't be empty");this._ua=t;var s=!1;typeof n=="boolean"?(s=n,this._hints=o):n!=null&&typeof n=="object"?this._hints=n:this._hints=null,this.parsedResult={},s!==
!0&&this.parse()}var e=r.prototype;return e.getHints=function(){return this._hints},e.hasBrand=function(n){if(!this._hints||!Array.isArray(this._hints.brands))return!1;
var o=n.toLowerCase();return this._hints.brands.some(function(s){return s.brand&&s.brand.toLowerCase()===o})},e.getBrandVersion=function(n){if(!(!this._hints||!Array.
isArray(this._hints.brands))){var o=n.toLowerCase(),s=d.find(this._hints.brands,function(a){return a.brand&&a.brand.toLowerCase()===o});return s?s.version:void 0}},
e.getUA=function(){return this._ua},e.test=function(n){return n.test(this._ua)},e.parseBrowser=function(){var n=this;this.parsedResult.browser={};var o=d.find(hn,
function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(a){return n.test(a)});throw new Error("Browser's \
test function is not valid")});return o&&(this.parsedResult.browser=o.describe(this.getUA(),this)),this.parsedResult.browser},e.getBrowser=function(){return this.
parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},e.getBrowserName=function(n){return n?String(this.getBrowser().name).toLowerCase()||"":this.
getBrowser().name||""},e.getBrowserVersion=function(){return this.getBrowser().version},e.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.
parseOS()},e.parseOS=function(){var n=this;this.parsedResult.os={};var o=d.find(bn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.
test))return s.test.some(function(a){return n.test(a)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.
getUA())),this.parsedResult.os},e.getOSName=function(n){var o=this.getOS().name;return n?String(o).toLowerCase()||"":o||""},e.getOSVersion=function(){return this.
getOS().version},e.getPlatform=function(){return this.parsedResult.platform?this.parsedResult.platform:this.parsePlatform()},e.getPlatformType=function(n){n===void 0&&
(n=!1);var o=this.getPlatform().type;return n?String(o).toLowerCase()||"":o||""},e.parsePlatform=function(){var n=this;this.parsedResult.platform={};var o=d.find(
vn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(a){return n.test(a)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(this.getUA())),this.parsedResult.platform},e.getEngine=function(){return this.
parsedResult.engine?this.parsedResult.engine:this.parseEngine()},e.getEngineName=function(n){return n?String(this.getEngine().name).toLowerCase()||"":this.getEngine().
name||""},e.parseEngine=function(){var n=this;this.parsedResult.engine={};var o=d.find(gn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(
s.test))return s.test.some(function(a){return n.test(a)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(
this.getUA())),this.parsedResult.engine},e.parse=function(){return this.parseBrowser(),this.parseOS(),this.parsePlatform(),this.parseEngine(),this},e.getResult=
function(){return d.assign({},this.parsedResult)},e.satisfies=function(n){var o=this,s={},a=0,c={},p=0;if(Object.keys(n).forEach(function(w){var v=n[w];typeof v==
"string"||Array.isArray(v)?(c[w]=v,p+=1):typeof v=="object"&&(s[w]=v,a+=1)}),a>0){var f=Object.keys(s),l=d.find(f,function(w){return o.isOS(w)});if(l){var b=this.
satisfies(s[l]);if(b!==void 0)return b}var m=d.find(f,function(w){return o.isPlatform(w)});if(m){var u=this.satisfies(s[m]);if(u!==void 0)return u}}if(p>0){var h=Object.
keys(c),k=d.find(h,function(w){return o.isBrowser(w,!0)});if(k!==void 0)return this.compareVersions(c[k])}},e.isBrowser=function(n,o){o===void 0&&(o=!1);var s=this.
getBrowserName().toLowerCase(),a=n.toLowerCase(),c=d.getBrowserTypeByAlias(a);return o&&c&&(a=c.toLowerCase()),a===s},e.compareVersions=function(n){var o=this;return typeof n==
"string"?this.compareVersion(n):n.some(function(s){return o.compareVersion(s)})},e.compareVersion=function(n){var o=[0],s=n,a=!1,c=this.getBrowserVersion();if(typeof c==
"string")return n[0]===">"||n[0]==="<"?(s=n.substr(1),n[1]==="="?(a=!0,s=n.substr(2)):o=[],n[0]===">"?o.push(1):o.push(-1)):n[0]==="="?s=n.substr(1):n[0]==="~"&&
(a=!0,s=n.substr(1)),o.indexOf(d.compareVersions(c,s,a))>-1},e.isOS=function(n){return this.getOSName(!0)===String(n).toLowerCase()},e.isPlatform=function(n){return this.
getPlatformType(!0)===String(n).toLowerCase()},e.isEngine=function(n){return this.getEngineName(!0)===String(n).toLowerCase()},e.is=function(n,o){return o===void 0&&
(o=!1),this.isBrowser(n,o)||this.isOS(n)||this.isPlatform(n)},e.some=function(n){var o=this;return n===void 0&&(n=[]),n.some(function(s){return o.is(s)})},r})();
function yr(r,e){for(var t=0;t<e.length;t++){var n=e[t];n.enumerable=n.enumerable||!1,n.configurable=!0,"value"in n&&(n.writable=!0),Object.defineProperty(r,_n(
n.key),n)}}function yn(r,e,t){return e&&yr(r.prototype,e),t&&yr(r,t),Object.defineProperty(r,"prototype",{writable:!1}),r}function _n(r){var e=wn(r,"string");return typeof e==
"symbol"?e:e+""}function wn(r,e){if(typeof r!="object"||!r)return r;var t=r[Symbol.toPrimitive];if(t!==void 0){var n=t.call(r,e||"default");if(typeof n!="object")
return n;throw new TypeError("@@toPrimitive must return a primitive value.")}return(e==="string"?String:Number)(r)}var De=(function(){function r(){}return r.getParser=
function(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),typeof t!="string")throw new Error("UserAgent should be a string");return new gr(t,n,o)},r.parse=function(t,n){
return n===void 0&&(n=null),new gr(t,n).getResult()},yn(r,null,[{key:"BROWSER_MAP",get:function(){return _r}},{key:"ENGINE_MAP",get:function(){return Q}},{key:"\
OS_MAP",get:function(){return q}},{key:"PLATFORMS_MAP",get:function(){return _}}])})(),So=De.parse,Eo=De.getParser;var wr=new Intl.RelativeTimeFormat("en",{numeric:"always"}),kn=[["year",365*86400],["day",86400],["hour",3600],["minute",60]];function kr(r,e){let t=r-e;for(let[
n,o]of kn)if(Math.abs(t)>=(n==="minute"?1:2)*o)return wr.format(Math.trunc(t/o),n);return Math.abs(t)<1?"now":wr.format(Math.trunc(t),"second")}var xn=new Intl.
DateTimeFormat(void 0,{dateStyle:"medium",timeStyle:"medium"}),ft=r=>r<864e10?new Date(r*1e3):void 0,fe=r=>{let e=ft(r);return e?xn.format(e):"in the far future"},
Mn=(r,e)=>`${r} ${e}${r===1?"":"s"}`;function me(r){return[["session","session"],["refresh","refresh token"],["api_key","API key"]].flatMap(([t,n])=>{let o=r.filter(
s=>s.kind===t).length;return o>0?[Mn(o,n)]:[]}).join(" and ")||"nothing"}var Sn=256,Ne=new Map;function he({agent:r="",platform:e=""}){let t=JSON.stringify([r,e]),
n=Ne.get(t);return n||(Ne.size>=1e4&&Ne.clear(),Ne.set(t,n=En(r,e))),n}function En(r,e){let t=r.trim().slice(0,Sn),n=t?De.parse(t):void 0,o=z(n?.os.name??"")||z(
e),s=o?` on ${o}`:"";if(n?.browser.name){let c=n.browser.version?.split(".")[0],p=n.platform.type;return{name:`${z(`${n.browser.name} ${c??""}`)}${s}`,kind:p===
"mobile"||p==="tablet"?"mobile":"desktop"}}let[a=""]=t.split(/\s/);return a?{name:`${z(a.replace("/"," "))}${s}`,kind:"program"}:{name:o?`Unknown browser${s}`:"\
Unknown device",kind:"unknown"}}function ze(r){if(!r)return"Enter a user ID.";if(/[{}\u0000-\u001F\u007F-\u009F]/.test(r))return"A user ID has no braces and no \
control characters.";if(new TextEncoder().encode(r).length>256)return"A user ID has at most 256 bytes.";if(r==="."||r==="..")return"The user IDs . and .. can't \
be a part of an address. Use the command line."}function xe(r){let e=new Map(r.filter(({kind:o})=>o==="refresh").map(o=>[o.fingerprint,o])),t=new Set,n=[];for(let o of r){
if(o.kind!=="session")continue;let s=e.get(o.refresh_fingerprint??"");s&&t.add(s.fingerprint),n.push({session:o,...s?{refresh:s}:{}})}for(let[o,s]of e)t.has(o)||
n.push({refresh:s});return n}var Pn=Symbol.for("pv"),Rn=0;function i(r,e,t,n,o,s){e||(e={});var a,c,p=e;if("ref"in p&&typeof r!="function")for(c in p={},e)c=="ref"?a=e[c]:p[c]=e[c];var f={type:r,props:p,key:t,ref:a,__k:null,
__:null,__b:0,__e:null,__c:null,constructor:Pn,__v:--Rn,__i:-1,__u:0};return(o||s)&&(f.__source=o,f.__self=s),E.vnode&&E.vnode(f),f}var Me=r=>`#/users/${encodeURIComponent(r)}`;function mt(){let r=location.hash.match(/^#\/users\/(.+)$/)?.[1];try{return r&&decodeURIComponent(r)}catch{return}}
function $e({small:r=!1}){let[e,t]=S(),n=s=>{let a=s.elements.namedItem("user"),c=a.value,p=ze(c);if(t(p),p)return a.focus();a.value="",location.hash=Me(c)},o=r?
"find-small":"find";return i("form",{class:r?"find small":"find",role:"search",onSubmit:s=>(s.preventDefault(),n(s.currentTarget)),children:[i("label",{class:r?
"hidden":"",for:o,children:"Find a user by ID"}),i("div",{class:"joined",children:[i("input",{id:o,name:"user",placeholder:r?"Another user's ID":"user ID",autocomplete:"\
off",spellcheck:!1,autocapitalize:"none","aria-invalid":!!e,"aria-describedby":e?`${o}-wrong`:void 0}),i("button",{class:r?"":"primary",children:"Find"})]}),e&&
i("p",{class:"wrong",id:`${o}-wrong`,role:"alert",children:e})]})}var bt=Ot(void 0),L=()=>Ht(bt),ht=new Set;setInterval(()=>ht.forEach(r=>r()),5e3);function vt(r){let e=r(lt()),t=O({of:r,value:e});t.current={of:r,value:e};let[
,n]=S(0);return I(()=>{let o=()=>{t.current.of(lt())!==t.current.value&&n(s=>s+1)};return ht.add(o),()=>{ht.delete(o)}},[]),e}function G({at:r,before:e="",past:t=!1}){
let n=vt(o=>kr(t?Math.min(r,o):r,o));return i("time",{dateTime:ft(r)?.toISOString(),title:fe(r),children:[e,n]})}function ae({at:r}){let e=vt(t=>r<=t);return i(
G,{at:r,before:e?"expired ":"expires "})}var T=({text:r,longest:e=256})=>i("bdi",{children:z(r,e)});function Se(r,e,t){let{failed:n}=L(),[o,s]=S({loading:r}),a=O(
0),c=ke(async()=>{let p=++a.current;if(!r)return void s({loading:!1});s(({data:f})=>({...f===void 0?{}:{data:f},loading:!0}));try{let f=await e();return p===a.current&&
s({data:f,loading:!1}),f}catch(f){if(p!==a.current)return;s(({data:l})=>({...l===void 0?{}:{data:l},problem:f,loading:!1})),n(f)}},[r,n,...t]);return I(()=>(c(),
()=>{a.current++}),[c]),{...o,reload:c}}function gt(r,e,t,n){let o=yt(r,e),s=vt(c=>n?.some(p=>p<=c)?Math.floor(c/5):0),a=O(!0);I(()=>{a.current||t.reload(),a.current=
!1},[o,s])}function yt(r,e){let{events:t}=L();return H(()=>t.events.find(n=>n.user_id===r&&e.includes(n.kind))?.id,[t,r,e])}function N({problem:r,again:e,change:t=!1}){
let n=O({problem:r,at:Date.now()+(r.retryAfter??0)*1e3});n.current.problem!==r&&(n.current={problem:r,at:Date.now()+(r.retryAfter??0)*1e3});let[o,s]=S(0);return it(
()=>{let a=()=>s(Math.max(0,Math.ceil((n.current.at-Date.now())/1e3)));a();let c=setInterval(a,500);return()=>clearInterval(c)},[r]),i("div",{class:"failure",role:"\
alert",children:[i("p",{children:[i("strong",{children:r.message})," ",r.advice," ",t&&r.change,r.retryAfter!==void 0&&` The service asks to wait for ${r.retryAfter===
1?"1 second":`${r.retryAfter} seconds`}.`]}),e&&i("button",{type:"button",onClick:e,disabled:o>0,children:["Try again",o>0?` in ${o} s`:""]})]})}function re({title:r,
children:e,close:t}){let n=O(null),o=Gt();return it(()=>{let s=document.activeElement;return n.current.showModal(),()=>{setTimeout(()=>{if(document.querySelector(
"dialog"))return;(s?.isConnected&&!s.disabled?s:document.querySelector("main [tabindex='-1']"))?.focus()})}},[]),i("dialog",{ref:n,"aria-labelledby":o,onKeyDown:s=>{
s.key==="Escape"&&(s.preventDefault(),t?.())},onCancel:s=>{s.preventDefault(),t?.()},onClose:()=>t?t():n.current?.showModal(),children:[i("h2",{id:o,children:r}),
e]})}function Ee({busy:r,close:e,focus:t=!1,children:n="Cancel"}){return i("button",{type:"button",autofocus:t,"aria-disabled":r,onClick:()=>r||e(),children:n})}
function ce(){let{failed:r}=L(),[e,t]=S(!1),[n,o]=S(),s=O(!1);return{busy:e,problem:n,run:async c=>{if(!s.current){s.current=!0,t(!0),o(void 0);try{await c()}catch(p){
o(p),r(p)}finally{s.current=!1,t(!1)}}},clear:()=>o(void 0)}}var Fn={desktop:"M3 4h18v12H3zM8 20h8M12 16v4",mobile:"M7 2h10v20H7zM11 18h2",program:"M3 5h18v14H3\
zM7 9l3 3-3 3M12 15h4",unknown:"M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.01",key:"M8 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 12h9M18 12v4",refresh:"M4 12a8 8 0 0 \
1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5"},be=({name:r})=>i("svg",{class:"icon",viewBox:"0 0 24 24",width:"24",height:"24","aria-hidden":"true",
focusable:"false",children:i("path",{d:Fn[r]})});var An={registered:"registered",rotated:"rotated",suspended:"suspended",resumed:"resumed",revoked:"ended",evicted:"ended to make room",reused:"ended: a refresh \
token was used twice",key_made:"made",key_ended:"ended"};function Tn(r){let e=[];for(let t of r){let n=e.at(-1)?.[0];["time","user_id","transition","cause","act\
or"].every(s=>n?.[s]===t[s])&&t.kind!=="user"&&n?.kind!=="user"?e.at(-1).push(t):e.push([t])}return e}var jn=({transition:r})=>r==="reused"?"bad":r==="suspended"?
"warn":r==="registered"||r==="key_made"||r==="resumed"?"good":"plain";function Ve({user:r,shown:e=20}){let{access:t,events:n}=L(),[o,s]=S(e),a=H(()=>Tn(r===void 0?
n.events:n.events.filter(({user_id:p})=>p===r)),[n.events,r]);if(!t.read)return i("p",{class:"note",children:["This key can't show events: it lacks the scope ",
i("code",{children:"read"}),"."]});let c=n.events.at(-1);return i(P,{children:[n.problem&&i(N,{problem:n.problem}),a.length>0&&i("ol",{class:"events",children:a.
slice(0,o).map(p=>i(Cn,{step:p,named:r===void 0},p.at(-1).id))}),a.length>o&&i("button",{type:"button",onClick:()=>s(o+50),children:["Show more (",a.length-o,")"]}),
i("p",{class:"note",children:[!n.current&&!n.problem&&"Reading the events… ",n.current&&a.length===0&&(r===void 0?"No event is kept. ":"No event of this user \
is kept. "),c&&`Only the newest events of all users are kept, back to ${fe(c.time)}. `,n.missed&&"Some events are missing: more came at once than are kept. ","E\
xpiry is not recorded."]})]})}function Cn({step:r,named:e}){let t=r[0],n=t.kind==="user"?"User":Bn(me(r).replace(/^1 /,"").replace(" and 1 "," and ")),o=r.map(({
fingerprint:s,key_id:a})=>s??a).filter(s=>s!==void 0);return i("li",{children:[i("span",{class:`dot ${jn(t)}`,"aria-hidden":"true"}),i("div",{children:[i("span",
{class:"what",children:[n," ",An[t.transition]]}),e&&i(P,{children:[t.kind==="user"?": ":" for ",i("a",{href:Me(t.user_id),children:i(T,{text:t.user_id})})]}),"\
 ",i("span",{class:"by",children:["by ",i(T,{text:t.actor}),t.transition==="revoked"&&t.cause==="owner"&&", with its token",o.length>0&&i(P,{children:[" · ",i(
"code",{children:o.length>2?`${o[0]} and ${o.length-1} more`:o.join(" ")})]})]})]}),i(G,{at:t.time,past:!0})]})}var Bn=r=>r.charAt(0).toUpperCase()+r.slice(1);function Sr(){return i(P,{children:[i("h1",{tabIndex:-1,children:"Who is signed in where?"}),i($e,{}),i(In,{}),i("section",{"aria-labelledby":"last-events",children:[
i("h2",{id:"last-events",children:"Last events"}),i(Ve,{})]})]})}var xr=1e4;async function Mr(r){let e=performance.now();try{return await r(),{good:!0,text:`ans\
wers, in ${Math.max(1,Math.round(performance.now()-e))} ms`}}catch(t){return{good:!1,text:t instanceof R?t.message:"can't be reached"}}}function In(){let{access:r,
events:e,failed:t}=L(),[n,o]=S(),[s,a]=S();I(()=>{let p=!0,f=async()=>{if(document.hidden)return;let b=await Mr(async()=>{let u=await fetch(`${pt}/openapi.json`,
{method:"HEAD",redirect:"error",signal:AbortSignal.timeout(xr)});if(!u.ok)throw new R(u.status,`answers with the status ${u.status}`,"")});if(p&&o(b),!r.read)return;
let m=await Mr(()=>U(r.client.GET("/events",{params:{query:{limit:1}}})).catch(u=>{throw t(u),u.status===503?new R(503,"doesn't answer",""):u}));p&&a(m)};f();let l=setInterval(
()=>{f()},xr);return()=>{p=!1,clearInterval(l)}},[r]);let c=e.events[0];return i("dl",{class:"tiles",children:[i(_t,{name:"Service",check:n}),r.read?i(_t,{name:"\
Store",check:s}):i(_t,{name:"Store",check:{good:!1,text:"not known: the key lacks the scope read"}}),i("div",{class:"tile",children:[i("dt",{children:"Last even\
t"}),i("dd",{children:c?i(G,{at:c.time,past:!0}):r.read?e.current?"none yet":"…":"not known: the key lacks the scope read"})]})]})}var _t=({name:r,check:e})=>i(
"div",{class:"tile",children:[i("dt",{children:r}),i("dd",{children:[e&&i("span",{class:`dot ${e.good?"good":"bad"}`,"aria-hidden":"true"}),e?e.text:"…"]})]});var On={all:"End all sessions",others:"End all other sessions",one:"End this session"},Un=["session","refresh"];function Pr({user:r,scope:e,records:t,close:n,ended:o}){
let{access:s}=L(),a=ce(),c=yt(r,Un),p=O(c);a.busy||(p.current=c);let f=Se(!0,()=>hr(s.client,r,e),[s,r,e,p.current]),l=f.problem?void 0:f.data,b=e.what==="other\
s"?"Nothing was ended: the one to keep has ended, or was rotated.":"It had ended already, or was rotated.",m=l?.length===0||f.problem?.status===404,u=O(f.data),
[h,k]=S(!1);I(()=>{u.current&&f.data&&!Er(u.current,f.data)&&k(!0),u.current=f.data},[f.data]);let w=()=>{a.run(async()=>{if(!l)return;let g=await f.reload();if(!g||
!Er(l,g))return;let x;try{x=await br(s.client,r,e)}catch(M){if(!(M instanceof R)||M.status!==404)throw M;return o(`${b} Look at the list.`)}await o(`Ended ${me(
x)}.`)})},v=e.what==="others"?t.find(({fingerprint:g})=>g===e.fingerprint):void 0;return i(re,{title:i(P,{children:[On[e.what]," of ",i(T,{text:r}),"?"]}),close:a.
busy?void 0:n,children:[f.problem?.status===404&&i("p",{role:"alert",children:b}),f.problem&&f.problem.status!==404&&i(N,{problem:f.problem,again:()=>{f.reload()}}),
!f.data&&!f.problem&&i("p",{class:"note",children:"Asking what will end…"}),l&&h&&i("p",{class:"changed",role:"alert",children:[i("strong",{children:"What thi\
s ends has changed"})," since it was shown first. Nothing was ended yet."]}),l&&l.length>0&&i(P,{children:[i("p",{children:["This ends ",me(l),v&&i(P,{children:[
" and keeps ",v.kind==="session"?he(v).name:"the refresh token"]}),":"]}),i(qn,{planned:l,records:t}),i("p",{children:[i("strong",{children:"This can't be undon\
e."})," The user has to sign in again.",e.what==="all"&&" API keys stay: each is ended on its own."]})]}),l?.length===0&&i("p",{children:"There is nothing that \
this would end."}),a.problem&&i(N,{problem:a.problem,change:!0}),i("div",{class:"actions",children:[i(Ee,{busy:a.busy,close:n,focus:!0,children:m?"Close":"Cance\
l"}),!m&&i("button",{type:"button",class:"danger solid",onClick:w,"aria-disabled":!l,children:a.busy?"Ending…":l?`End ${me(l)}`:"End"})]})]})}var Ke=({kind:r,
fingerprint:e})=>r+e,We=r=>new Set(r.map(Ke));function Er(r,e){let t=We(r);return t.size===We(e).size&&e.every(n=>t.has(Ke(n)))}function qn({planned:r,records:e}){
let[t,n]=[We(r),We(e)],o=s=>s!==void 0&&t.has(Ke(s));return i("ul",{class:"planned",tabIndex:0,"aria-label":"What will end",children:[xe(e).map(({session:s,refresh:a})=>{
let[c,p]=[o(s),o(a)];if(!(!c&&!p))return i("li",{children:[i("strong",{children:c?he(s).name:s?`Refresh token of ${he(s).name}`:"Refresh token without its sessi\
on"}),c&&i(P,{children:[" · ",i(wt,{...s})]}),c&&a&&(p?" · with its refresh token":" · without its refresh token")," · ",i(ae,{at:(c?s:a).expiry})]},(s??a).
fingerprint)}),r.filter(s=>!n.has(Ke(s))).map(({kind:s,fingerprint:a})=>i("li",{children:[s==="session"?"Session":"Refresh token"," ",i("code",{children:a})]},s+
a))]})}var wt=({location:r="",ip:e=""})=>i(P,{children:[i(T,{text:r||"Location unknown",longest:80})," · ",i(T,{text:e||"address unknown",longest:80})]});function Rr({user:r,list:e,tell:t}){let{access:n}=L(),[o,s]=S(!1),[a,c]=S(),p=n.write?{}:{disabled:!0,"aria-describedby":"no-write",title:"This key lacks the sc\
ope write"};return i("section",{"aria-labelledby":"api-keys",children:[i("div",{class:"title",children:[i("h2",{id:"api-keys",children:["API keys",e.data&&i("sp\
an",{class:"count",children:e.data.length})]}),i("div",{class:"actions",children:i("button",{type:"button",onClick:()=>s(!0),...p,children:"Make an API key…"})})]}),
e.problem&&i(N,{problem:e.problem,again:()=>{e.reload()}}),!n.read&&i("p",{class:"note",children:["This key can't show API keys: it lacks the scope ",i("code",{
children:"read"}),"."]}),e.data?.length===0&&i("p",{class:"note",children:"No API key."}),i("ul",{class:"rows",children:e.data?.map(f=>i("li",{class:"row",children:[
i(be,{name:"key"}),i("div",{class:"who",children:[i("h3",{children:i(T,{text:f.name||"Without a name"})}),i("p",{children:["Account ",i(T,{text:f.account})]}),i(
"p",{class:"fine",children:[i(ae,{at:f.expires})," · ",i(G,{at:f.created,before:"made ",past:!0})," · ",f.last_used===void 0?"not seen in use":i(G,{at:f.last_used,
before:"last used ",past:!0})," · ",i("code",{children:[f.id,f.last_four&&`…${f.last_four}`]})]})]}),i("div",{class:"actions",children:i("button",{type:"butt\
on",class:"danger","aria-label":`End… the API key ${z(f.name)||f.id}`,onClick:()=>c(f),...p,children:"End…"})})]},f.id))}),o&&i(zn,{user:r,made:()=>{e.reload()},
close:()=>s(!1)}),a&&i(Ln,{user:r,apiKey:a,close:()=>c(void 0),ended:async f=>{await e.reload(),c(void 0),t(f)}})]})}function Ln({user:r,apiKey:e,close:t,ended:n}){
let{access:o}=L(),s=ce(),a=()=>{s.run(async()=>{try{await U(o.client.DELETE("/users/{user_id}/api-keys/{id}",{params:{path:{user_id:r,id:e.id}}}))}catch(c){if(c instanceof
R&&c.status===404)return n("The API key had ended already.");throw c}await n("Ended 1 API key.")})};return i(re,{title:i(P,{children:["End the API key ",i(T,{text:e.
name||e.id}),"?"]}),close:s.busy?void 0:t,children:[i("p",{children:["This ends 1 API key of ",i(T,{text:r}),": ",i("strong",{children:i(T,{text:e.name||"withou\
t a name"})}),", ",i("code",{children:e.id}),", of the account ",i(T,{text:e.account}),"."]}),i("p",{children:[i("strong",{children:"This can't be undone."})," \
Programs that use it are refused from then on."]}),s.problem&&i(N,{problem:s.problem,change:!0}),i("div",{class:"actions",children:[i(Ee,{busy:s.busy,close:t,focus:!0}),
i("button",{type:"button",class:"danger solid",onClick:a,children:s.busy?"Ending…":"End 1 API key"})]})]})}var ve=86400,Dn=[[ve,"1 day"],[7*ve,"7 days"],[30*ve,
"30 days"],[90*ve,"90 days"],[365*ve,"1 year"]],Nn=()=>Array.from(crypto.getRandomValues(new Uint8Array(16)),r=>r.toString(16).padStart(2,"0")).join("");function zn({
user:r,made:e,close:t}){let{access:n}=L(),o=ce(),[s,a]=S(),c=O({text:"",name:""}),p=f=>{o.run(async()=>{let l=u=>f.elements.namedItem(u).value.trim(),b={account:l(
"account"),name:l("name"),expires_in:Number(l("life"))},m=JSON.stringify(b);c.current.text!==m&&(c.current={text:m,name:Nn()}),a(await U(n.client.POST("/users/{\
user_id}/api-keys",{params:{path:{user_id:r},header:{"Idempotency-Key":c.current.name}},body:b}))),e()})};return s?i(re,{title:"The API key is made",children:i(
$n,{created:s,close:t})}):i(re,{title:i(P,{children:["Make an API key for ",i(T,{text:r})]}),close:o.busy?void 0:t,children:i("form",{class:"stack",autocomplete:"\
off",onSubmit:f=>(f.preventDefault(),p(f.currentTarget)),children:[i("label",{for:"key-account",children:"Account ID"}),i("input",{id:"key-account",name:"accoun\
t",required:!0,maxLength:256,autofocus:!0,spellcheck:!1,autocomplete:"off"}),i("label",{for:"key-name",children:"Name, for people"}),i("input",{id:"key-name",name:"\
name",maxLength:256,placeholder:"What it is for",autocomplete:"off"}),i("label",{for:"key-life",children:"Expires in"}),i("select",{id:"key-life",name:"life",children:Dn.
map(([f,l])=>i("option",{value:f,selected:f===90*ve,children:l},f))}),i("p",{class:"note",children:["Whoever has the key acts as the user ",i(T,{text:r}),"."]}),
o.problem&&i(N,{problem:o.problem,change:!0}),i("div",{class:"actions",children:[i(Ee,{busy:o.busy,close:t}),i("button",{class:"primary",children:o.busy?"Making\
…":"Make"})]})]})})}function $n({created:r,close:e}){let t=O(null),n=O(null),[o,s]=S();I(()=>n.current.focus(),[]);let a=async()=>{t.current.select();try{await navigator.
clipboard.writeText(r.key),s(!0)}catch{s(document.execCommand("copy"))}};return i(P,{children:[i("p",{children:[i("strong",{children:"Copy it now: it is not kep\
t, and not shown again."})," It expires on ",fe(r.expires),"."]}),i("label",{class:"hidden",for:"made-key",children:"The API key"}),i("div",{class:"joined",children:[
i("input",{id:"made-key",class:"code",autocomplete:"off",ref:t,readOnly:!0,value:r.key,onFocus:c=>c.currentTarget.select()}),i("button",{type:"button",class:"pr\
imary",ref:n,onClick:()=>{a()},children:"Copy"})]}),i("p",{class:"note",role:"status",children:[o===!0&&"Copied. Paste it where it is needed, then close this.",
o===!1&&"The browser doesn't copy for this page: it is selected, press Ctrl+C or ⌘C."]}),i("div",{class:"actions",children:i("button",{type:"button",onClick:e,
children:"Close"})})]})}var Fr={devices:["session","refresh","user"],keys:["api_key"]};function Ar({user:r}){let{access:e,say:t}=L(),n=Se(e.read,()=>fr(e.client,r),[e,r]);gt(r,Fr.devices,
n,n.data?.map(({expiry:v})=>v));let o=Se(e.read,()=>mr(e.client,r),[e,r]);gt(r,Fr.keys,o,o.data?.map(({expires:v})=>v));let[s,a]=S(),c=Vn(r,n.data,n.loading),p=ce(),
f=v=>t(`${z(r)}: ${v}`),l=v=>p.run(async()=>{try{await v()}catch(g){throw g instanceof R&&g.status===404&&await n.reload(),g}await n.reload()}),b=v=>l(async()=>{
let g={params:{path:{user_id:r}}},{is_suspended:x}=await U(v?e.client.PUT("/users/{user_id}/suspension",g):e.client.DELETE("/users/{user_id}/suspension",g));c.set(
x),f(x?"The user is suspended.":"The user is resumed.")}),m=(v,g)=>l(async()=>{let x={params:{path:{user_id:r,fingerprint:v}}},{is_suspended:M}=await U(g?e.client.
PUT("/users/{user_id}/sessions/{fingerprint}/suspension",x):e.client.DELETE("/users/{user_id}/sessions/{fingerprint}/suspension",x));!g&&M&&c.set(!0),f(g?"The s\
ession is suspended.":M?"The session is resumed, but stays suspended with its user.":"The session is resumed.")}),u=H(()=>xe(n.data??[]),[n.data]),h=e.write?{}:
{disabled:!0,"aria-describedby":"no-write",title:"This key lacks the scope write"},k=()=>{p.clear(),n.reload(),o.reload()},w=H(()=>u.map(v=>i(Kn,{row:v,others:u.
length>1,blocked:h,end:a,suspend:(g,x)=>{m(g,x)}},(v.session??v.refresh).kind+(v.session??v.refresh).fingerprint)),[u,e]);return i(P,{children:[i("div",{class:"\
title",children:[i("h1",{tabIndex:-1,children:[i("span",{class:"label",children:"User"})," ",i(T,{text:r})]}),c.known===!0&&i("span",{class:"badge warn",children:"\
suspended"}),i("div",{class:"actions",children:[e.read&&i("button",{type:"button",onClick:k,children:"Refresh"}),i("button",{type:"button",onClick:()=>{b(!c.known)},
...h,children:c.known?"Resume user":"Suspend user"}),c.known===void 0&&(n.data||!e.read)&&i("button",{type:"button",onClick:()=>{b(!1)},...h,children:"Resume us\
er"}),i("button",{type:"button",class:"danger",onClick:()=>a({what:"all"}),...e.write&&n.data&&u.length===0?{disabled:!0}:h,children:"End all…"})]})]}),r.trim()&&
r!==r.trim()&&i("p",{class:"note",children:["This user ID begins or ends with a space. ",i("a",{href:Me(r.trim()),children:"Go to the one without"}),"."]}),c.known===
void 0&&n.data&&i("p",{class:"note",children:["Whether the user is suspended can't be told: ",u.length>0?"all sessions are suspended":"there is no session",", a\
nd no event that is kept says so."]}),!e.write&&i("p",{class:"note",id:"no-write",children:["This key lacks the scope ",i("code",{children:"write"}),": it can't\
 end, suspend, resume or make anything."]}),p.problem&&i(N,{problem:p.problem,change:!0}),i("section",{"aria-labelledby":"devices",children:[i("div",{class:"tit\
le",children:i("h2",{id:"devices",children:["Devices",n.data&&i("span",{class:"count",children:u.length})]})}),n.problem&&i(N,{problem:n.problem,again:()=>{n.reload()}}),
!e.read&&i("p",{class:"note",children:["This key can't show devices: it lacks the scope ",i("code",{children:"read"}),"."]}),!n.data&&n.loading&&i("p",{class:"n\
ote",children:"Reading…"}),n.data&&u.length===0&&i("p",{class:"note",children:"No device is signed in. An unknown user ID looks the same."}),i("ul",{class:"ro\
ws",children:w})]}),i(Rr,{user:r,list:o,tell:f}),i("section",{"aria-labelledby":"events",children:[i("h2",{id:"events",children:"Events"}),i(Ve,{user:r,shown:10})]}),
s&&i(Pr,{user:r,scope:s,records:n.data??[],close:()=>{a(void 0),n.reload()},ended:async v=>{await n.reload(),a(void 0),f(v)}})]})}function Vn(r,e,t){let{events:n}=L(),
[o,s]=S(),a=n.events.find(p=>p.user_id===r&&p.kind==="user");return{known:o&&(o.list===e||t)?o.is:e?.some(({is_suspended:p})=>!p)?!1:xe(e??[]).some(({session:p,
refresh:f})=>!p&&f?.is_suspended)?!0:a?a.transition==="suspended":o?.is,set:p=>s({is:p,list:e})}}function Kn({row:{session:r,refresh:e},others:t,blocked:n,end:o,
suspend:s}){let a=r??e,{name:c,kind:p}=r?he(r):{name:"Refresh token without its session",kind:"refresh"},{fingerprint:f}=a,l=a.is_suspended;return i("li",{class:l?
"row suspended":"row",children:[i(be,{name:p}),i("div",{class:"who",children:[i("h3",{children:[c,l&&i("span",{class:"badge warn",children:"suspended"})]}),r?i(
"p",{children:[i(wt,{...r})," · ",i(T,{text:r.platform||"platform unknown",longest:80})]}):i("p",{children:"A new session can be had with it. Which device has \
it is not known."}),i("p",{class:"fine",children:[i(ae,{at:a.expiry})," · ",a.registered_at===void 0?"registered at an unknown time":i(G,{at:a.registered_at,before:"\
registered ",past:!0})," · ",a.last_used===void 0?"not checked by a service yet":i(G,{at:a.last_used,before:"last checked by a service ",past:!0})]}),r&&i("p",
{class:"fine",children:[e?i(P,{children:["with a refresh token, which ",i(ae,{at:e.expiry})]}):"without a refresh token"," · ",i("code",{children:f})]}),r?.agent&&
i("details",{class:"fine",children:[i("summary",{children:"User agent"}),i(T,{text:r.agent,longest:1e3})]}),!r&&i("p",{class:"fine",children:i("code",{children:f})})]}),
i("div",{class:"actions",children:[r&&i("button",{type:"button","aria-label":`${l?"Resume":"Suspend"} ${c}, ${f}`,onClick:()=>s(f,!l),...n,children:l?"Resume":"\
Suspend"}),t&&i("button",{type:"button","aria-label":`End others… and keep ${c}, ${f}`,onClick:()=>o({what:"others",fingerprint:f}),...n,children:"End others…"}),
i("button",{type:"button",class:"danger","aria-label":`End… ${c}, ${f}`,onClick:()=>o({what:"one",fingerprint:f}),...n,children:"End…"})]})]})}var Tr={events:[],current:!1,missed:!1};function jr(){let[r,e]=S(),[t,n]=S(mt),[o,s]=S(Tr),[a,c]=S({text:"",nth:0}),p=ke(h=>c(({nth:k})=>({text:h,nth:k+1})),[]),
[f,l]=S(!1);I(()=>{let h=()=>n(mt());return addEventListener("hashchange",h),()=>removeEventListener("hashchange",h)},[]),I(Wn,[]),I(()=>{document.title=t&&r?`${z(
t)} · Session tokens`:"Session tokens",scrollTo(0,0),r&&(document.getElementById("find")??document.querySelector("main h1"))?.focus()},[t,r]),I(()=>{if(!a.text)
return;let h=setTimeout(p,1e4,"");return()=>clearTimeout(h)},[a]);let b=ke(h=>{h.status===401&&l(!0)},[]);I(()=>{if(s(Tr),!r?.read)return;let h=new AbortController;
return vr(r,h.signal,k=>{s(k),k.problem&&b(k.problem)}),()=>h.abort()},[r]);let m=H(()=>r&&{access:r,events:o,say:p,failed:b},[r,o]);if(!m)return i(Qn,{opened:e});
let u=()=>{e(void 0),l(!1),p("")};return i(bt.Provider,{value:m,children:[i("a",{class:"skip",href:"#main",onClick:h=>(h.preventDefault(),document.querySelector(
"main h1")?.focus()),children:"Skip to the content"}),i("header",{children:[i("a",{class:"brand",href:"#/",children:[i("img",{src:"icon.svg",alt:"",width:"28",height:"\
28"}),i("span",{children:"Session tokens"})]}),t!==void 0&&i($e,{small:!0}),i("div",{class:"key",children:[i("span",{class:"scopes",children:Gn(m.access)}),i("b\
utton",{type:"button",onClick:u,children:"Forget key"})]})]}),i("main",{id:"main",children:i(Hn,{user:t})}),i("div",{class:"said",role:"status",children:a.text&&
i("span",{children:a.text},a.nth)}),f&&i(re,{title:"The key is not accepted any more",close:()=>l(!1),children:[i("p",{children:"It has expired, or was ended. W\
ith another key you go on where you are."}),i(Cr,{opened:h=>{e(h),l(!1)},children:[i("button",{type:"button",onClick:()=>l(!1),children:"Not now"}),i("button",{
type:"button",onClick:u,children:"Forget key"})]})]})]})}function Wn(){let r,e=({target:n})=>{r=n instanceof Element&&!n.closest("dialog")?n:void 0},t=new MutationObserver(
()=>{!r||r.isConnected||document.activeElement!==document.body||(r=void 0,document.querySelector("main h1")?.focus())});return addEventListener("focusin",e),t.observe(
document.body,{childList:!0,subtree:!0}),()=>{removeEventListener("focusin",e),t.disconnect()}}function Hn({user:r}){let e=r===void 0?void 0:ze(r);return r===void 0?
i(Sr,{}):e?i(P,{children:[i("h1",{tabIndex:-1,children:"This can't be shown"}),i("p",{class:"note",children:e})]}):i(Ar,{user:r},r)}function Gn({read:r,write:e}){
return r&&e?"reads and changes":r?"reads only":e?"changes only":"no scope"}function Qn({opened:r}){return i("main",{class:"sign-in",children:i("div",{class:"car\
d",children:[i("img",{src:"icon.svg",alt:"",width:"48",height:"48"}),i("h1",{children:"Session tokens"}),i("p",{children:"See where a user is signed in, and end\
 sessions."}),i(Cr,{opened:r}),i("p",{class:"hint",children:[i(be,{name:"key"}),i("span",{children:"The key stays in the memory of this page. Reload or close it\
, and the key is gone."})]})]})})}function Cr({opened:r,children:e}){let t=O(null),[n,o]=S(!1),[s,a]=S(),c=async()=>{if(!n){o(!0),a(void 0);try{r(await lr(t.current.
value.trim()))}catch(p){a(p),o(!1),t.current?.focus()}}};return i("form",{class:"stack",onSubmit:p=>(p.preventDefault(),void c()),autocomplete:"off",children:[i(
"label",{for:"control-key",children:"Control key"}),i("input",{id:"control-key",ref:t,type:"password",required:!0,autofocus:!0,autocomplete:"one-time-code",spellcheck:!1,
"aria-invalid":s?.status===401}),s&&i(N,{problem:s}),i("button",{class:"primary",children:n?"Opening…":"Open"}),e&&i("div",{class:"actions",children:e})]})}It(i(jr,{}),document.getElementById("console"));
/*! bowser 2.15.1

Copyright 2015, Dustin Diaz (the "Original Author")
All rights reserved.

MIT License

Permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

Distributions of all or part of the Software intended to be used
by the recipients as they would use the unmodified Software,
containing modifications that substantially alter, remove, or
disable functionality of the Software, outside of the documented
configuration mechanisms provided by the Software, shall be
modified such that the Original Author's bug reporting email
addresses and urls are either replaced with the contact information
of the parties responsible for the changes, or removed entirely.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.


Except where noted, this license applies to any and all software
programs and associated documentation files created by the
Original Author, when distributed with the Software.
*/
/*! openapi-fetch 0.17.0

MIT License

Copyright (c) 2023 Drew Powers

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
/*! preact 11.2.0

The MIT License (MIT)

Copyright (c) 2015-present Jason Miller

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
